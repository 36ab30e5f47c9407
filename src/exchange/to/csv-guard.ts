/**
 * Keeps programs that calculate from taking text for a formula: one who shares a list could have it run at another's. They split a
 * file where their settings say, in quotes or not; so a formula may begin in the midst of a cell. Where one could begin, or a cell
 * begins with what is not shown, an apostrophe is put. It can be taken away again without doubt.
 */

/** What a file may be split at. */
const isSeparator = (sign: string): boolean => /[;,|\t\r\n]/.test(sign)
/** What may stand before a formula, or be left out there: quotes, the apostrophe itself, blanks, and what is not shown. */
const isPassedOver = (sign: string): boolean => /["'\s\p{Cc}\p{Cf}]/u.test(sign)
/** The beginning of a formula, of full width too. */
const isFormula = (sign: string): boolean => /[=+\-@＝＋－＠﹦﹢﹣﹫]/.test(sign)

/** All of the rest follows from there being one of these, which is rare: most cells are looked at only so far. */
const mayBegin = /(?:^|[;,|"'\s\p{Cc}\p{Cf}])[=+\-@＝＋－＠﹦﹢﹣﹫]|^'*[\t\r\n]/u

const startsHidden = (text: string): boolean => /^'*[\t\r\n]/.test(text)

/**
 * At each place whether a formula could begin there, with what is passed over before it. What the apostrophes do to a text does not
 * change that, as they are passed over themselves: therefore the guard can be undone.
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
