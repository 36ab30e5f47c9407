/**
 * People may type Chinese characters by their first letters, such as `mnn` for 买牛奶. It needs no dictionary, as
 * browsers sort by pinyin: a character has the letter of the last one in `firsts` that is not sorted after it. A
 * character with several readings has the letter of the most usual one.
 */

/** Each letter has its first character here, in the order of pinyin; no syllable begins with i, u or v. */
const firsts = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀'
const letters = 'abcdefghjklmnopqrstwxyz'
const han = /\p{sc=Han}/u

let collator: Intl.Collator | undefined
const known = new Map<string, string>()
const knownMax = 20_000

function letterOf(character: string): string {
  let letter = known.get(character)
  if (letter !== undefined) return letter
  collator ??= new Intl.Collator('zh-u-co-pinyin')
  let at = firsts.length - 1
  while (at > 0 && collator.compare(firsts.charAt(at), character) > 0) at--
  letter = letters.charAt(at)
  if (known.size >= knownMax) known.clear()
  known.set(character, letter)
  return letter
}

/** It returns the first letters of all characters and words, or an empty text when none of them is Chinese. */
export function pinyinInitials(text: string): string {
  if (!han.test(text)) return ''
  return (text.match(/\p{sc=Han}|[^\P{L}\p{sc=Han}]+|\p{N}+/gu) ?? [])
    .map((part) => (han.test(part) ? letterOf(part) : part.charAt(0).toLowerCase()))
    .join('')
}
