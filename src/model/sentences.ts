/** Makes sentences from a code and its parameters. */

/** Has a sentence for each code of a table, which says what they need. */
export type Sentences<Codes> = { readonly [Code in keyof Codes]: (params: Codes[Code]) => string }

/** Makes the sentence of a code that came over the network; undefined is for one of a newer version. */
export function sentenceFor<Codes>(
  sentences: Sentences<Codes>,
  code: string | undefined,
  params: object = {},
): string | undefined {
  if (code === undefined || !Object.hasOwn(sentences, code)) return undefined
  return (sentences[code as keyof Codes] as (params: object) => string)(params)
}
