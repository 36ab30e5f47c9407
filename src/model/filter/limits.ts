/** The bounds of filters; the others are in ../limits.ts. */
export const filterLimits = {
  /** A filter as text, in characters. */
  lengthMax: 2_000,
  /** Its conditions and values. */
  termsMax: 100,
  /** How deep its brackets nest. */
  depthMax: 20,
  /** What an index of words is asked for at a time: words in all lists together. */
  indexWordsMax: 2_000,
  /** Of more todos than that, which have one word, the first are found sooner by walking along the lists. */
  hitsOfOneMax: 2_000,
  /** The same for several words, which may be there without what is looked for. */
  hitsOfSeveralMax: 20_000,
} as const
