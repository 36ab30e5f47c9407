/**
 * A language for tests that is made of the English one: each letter has an accent, so that a letter without one is text that is in no
 * table. It imports nothing, since it is copied into the folder of the language.
 */
const plain = 'abcdefghijklmnopqrstuvwxyz'
const accented = 'áƀćďéƒĝĥíĵķĺḿńóṕɋŕśťúṽŵẋýź'

export const pseudoText = (text: string): string =>
  text
    .replaceAll(/[a-z]/g, (letter) => accented[plain.indexOf(letter)] ?? letter)
    .replaceAll(/[A-Z]/g, (letter) => (accented[plain.indexOf(letter.toLowerCase())] ?? '').toUpperCase())

/** The same table; each of its strings, and what each of its functions answers, with accents. */
export function pseudo<Words>(words: Words): Words {
  if (typeof words === 'string') return pseudoText(words) as Words
  if (typeof words === 'function') return ((...given: unknown[]) => pseudo(words(...given))) as Words
  if (Array.isArray(words)) return words.map((each) => pseudo(each)) as Words
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([key, word]) => [key, pseudo(word)])) as Words
}
