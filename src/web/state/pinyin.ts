/**
 * The first letters of Chinese characters as they are typed, such as `mnn` for 买牛奶. There is no dictionary: browsers
 * sort by pinyin, and what stands between two characters that begin a letter has that letter. A character that is read in
 * several ways has the most usual one.
 */

/** The first of each letter in the order of pinyin; no syllable begins with i, u or v. */
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

/** The first letter of each Chinese character and of each other word; nothing, where there is no Chinese character. */
export function pinyinInitials(text: string): string {
  if (!han.test(text)) return ''
  return (text.match(/\p{sc=Han}|[^\P{L}\p{sc=Han}]+|\p{N}+/gu) ?? [])
    .map((part) => (han.test(part) ? letterOf(part) : part.charAt(0).toLowerCase()))
    .join('')
}
