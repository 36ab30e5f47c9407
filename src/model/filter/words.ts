/**
 * This decides whether a text matches the words of a search, in any script, for indexes and for texts in memory alike.
 *
 * Both are folded: case, accents, widths and kinds of apostrophes are ignored, and `strasse` is `Straße`. A text
 * matches when it contains the word; in scripts with spaces, at the beginning of one of its own words. So `milk` finds
 * "Milkshake" and not "buttermilk", and 奶 finds 买牛奶. The beginnings of words are marked in the folded text, so that
 * every engine only has to find one string in another.
 */

/** Scripts without spaces between words; Korean has them, but words there grow at both ends. */
const unspaced = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー`
const letters = String.raw`(?:(?![${unspaced}])[\p{L}\p{N}\p{M}])+`
const word = new RegExp(letters, 'gu')
const wordOrRun = new RegExp(String.raw`\u0001(${letters})|[${unspaced}]+`, 'gu')
/** Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic; marks that are letters stay. */
const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/g
// oxlint-disable-next-line no-control-regex
const blank = /[\s\u0000-\u001f\u007f]+/g
// oxlint-disable-next-line no-control-regex
const ascii = /^[\x00-\x7f]*$/
const asciiWord = /[a-z0-9]+/g
/** Letters that Unicode does not take apart into a plain one and a mark, as people write them without their key. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'k',
  ƒ: 'f',
  ɓ: 'b',
  ɗ: 'd',
  ƙ: 'k',
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g')
const apostrophes = /[‘’‛′ʹ]/g
/** It must be changed with `searchable`, so that an index made by an older one is made anew. */
export const foldingVersion = '2'

/** It stands before each word of a searchable text. */
export const wordMark = '\u0001'

/** The text folded, each beginning of a word marked. Never has a line break. */
export function searchable(text: string): string {
  if (ascii.test(text))
    return text.toLowerCase().replaceAll(blank, ' ').replaceAll(asciiWord, `${wordMark}$&`)
  return text
    .normalize('NFKD')
    .replaceAll(accents, '')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll(special, (letter) => plainLetters[letter] ?? letter)
    .replaceAll(apostrophes, "'")
    .normalize('NFC')
    .replaceAll(blank, ' ')
    .replaceAll(word, `${wordMark}$&`)
}

/** Longer words are found by their beginnings. */
export const tokenLengthMax = 32

/**
 * What an index keeps of a searchable text: its words; of runs without spaces, each pair of characters and the last
 * one.
 */
export function tokensOf(text: string): Set<string> {
  const tokens = new Set<string>()
  for (const [found, plain] of text.matchAll(wordOrRun)) {
    if (plain !== undefined) {
      tokens.add(cut(plain))
      continue
    }
    const characters = [...found]
    for (const [index, character] of characters.entries())
      tokens.add(character + (characters[index + 1] ?? ''))
  }
  return tokens
}

/** Parts of words are searched for from so many characters on. */
const partLengthMin = 3

/** An index of words keeps these of a searchable text, so that their parts are found. */
export function wordsOf(text: string): Set<string> {
  const words = new Set<string>()
  for (const [, plain] of text.matchAll(wordOrRun))
    if (plain !== undefined && plain.length > partLengthMin) words.add(cut(plain))
  return words
}

const beginning = new RegExp(`^\\u0001(?=${letters.replace(/\+$/, `{${partLengthMin}}`)})`, 'u')
/** It changes a searchable word so that it is found within others as well; undefined where it is not to be. */
export const withinWords = (pattern: string): string | undefined =>
  beginning.test(pattern) ? pattern.slice(wordMark.length) : undefined

const part = new RegExp(`^${letters}`, 'u')
/**
 * It returns the part of a word with which a pattern of `withinWords` begins; a word that was cut may have it as
 * well.
 */
export const partOf = (pattern: string): string | undefined => part.exec(pattern)?.[0]
export const wasCut = (word: string): boolean => word.length >= tokenLengthMax

/** A token that a text must have, or (`isPrefix`) one that begins so. */
export interface Wanted {
  token: string
  isPrefix: boolean
}

/**
 * What every text has in which this searchable text is found; nothing, where an index knows nothing of its characters.
 */
export function wantedOf(text: string): Wanted[] {
  const wanted: Wanted[] = []
  for (const { 0: found, 1: plain, index } of text.matchAll(wordOrRun)) {
    const isLast = index + found.length === text.length
    if (plain !== undefined) {
      wanted.push({ token: cut(plain), isPrefix: isLast && [...plain].length <= tokenLengthMax })
      continue
    }
    const characters = [...found]
    if (characters.length === 1) wanted.push({ token: found, isPrefix: true })
    for (const [at, character] of characters.entries())
      if (at > 0) wanted.push({ token: `${characters[at - 1]}${character}`, isPrefix: false })
  }
  return wanted
}

const cut = (token: string): string =>
  token.length > tokenLengthMax ? [...token].slice(0, tokenLengthMax).join('') : token
