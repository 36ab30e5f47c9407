/**
 * Keeps programs that calculate from taking text for a formula: one who shares a list could have it run at another's.
 * They split a file where their settings say, in quotes or not; so a formula may begin in the midst of a cell. Where
 * one could begin, or a cell begins with what is not shown, an apostrophe is put. It can be taken away again without
 * doubt.
 */

/** What a file may be split at: what separates cells, and what one program or another takes for the end of a line. */
const isSeparator = (sign: string): boolean => /[;,|\t\r\n\v\f\u0085\u2028\u2029]/.test(sign)
/**
 * What may stand before a formula, or be left out there: quotes, the apostrophe itself, blanks, and what is not shown.
 */
const isPassedOver = (sign: string): boolean => /["'\s\p{Cc}\p{Cf}]/u.test(sign)
/**
 * A formula begins with one of these for one program or another: they may be of full width, small, raised or of their
 * own.
 */
const signs = String.raw`=+\-@＝＋－＠﹦﹢﹣﹫\u2010\u2011\u2212\u207a-\u207c\u208a-\u208c`
const formula = new RegExp(`[${signs}]`)
const isFormula = (sign: string): boolean => formula.test(sign)

/** All of the rest follows from there being one of these, which is rare: most cells are looked at only so far. */
const hidden = String.raw`^'*[\t\r\n\v\f\u0085\u2028\u2029]`
const mayBegin = new RegExp(String.raw`(?:^|[;,|"'\s\p{Cc}\p{Cf}])[${signs}]|${hidden}`, 'u')
const startsWithHidden = new RegExp(hidden)

const startsHidden = (text: string): boolean => startsWithHidden.test(text)

/**
 * At each place whether a formula could begin there, with what is passed over before it. What the apostrophes do to a
 * text does not change that, as they are passed over themselves: therefore the guard can be undone.
 */
function formulaAt(signs: readonly string[]): boolean[] {
  const at = Array.from({ length: signs.length + 1 }, () => false)
  for (let index = signs.length - 1; index >= 0; index--) {
    const sign = signs[index] as string
    at[index] = isFormula(sign) || (isPassedOver(sign) && (at[index + 1] as boolean))
  }
  return at
}

export function guarded(text: string): string {
  if (!mayBegin.test(text)) return text
  const signs = [...text]
  const isFormulaAt = formulaAt(signs)
  let result = startsHidden(text) && !isFormulaAt[0] ? "'" : ''
  for (const [index, sign] of signs.entries()) {
    if (isFormulaAt[index] && (index === 0 || isSeparator(signs[index - 1] as string))) result += "'"
    result += sign
  }
  return result
}

/** The text of a cell that was guarded so. */
export function unguarded(cell: string): string {
  if (!mayBegin.test(cell)) return cell
  const signs = [...cell]
  const isFormulaAt = formulaAt(signs)
  let result = ''
  for (const [index, sign] of signs.entries()) {
    const isBegin = index === 0 || isSeparator(signs[index - 1] as string)
    const isGuard = sign === "'" && isBegin && (isFormulaAt[index] || (index === 0 && startsHidden(cell)))
    if (!isGuard) result += sign
  }
  return result
}
