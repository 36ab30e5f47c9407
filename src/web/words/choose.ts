/** Chooses the page's language by the tags that a browser asks for (BCP 47). */

/**
 * Looks at one wish after the other: for each at the same tag, then at a tag of the same script, then at the same
 * language. So who asks for `zh-TW` gets a language in traditional script where there is one, and else `zh-CN`.
 */
export function bestLanguage(wishes: readonly string[], tags: readonly string[]): string | undefined {
  for (const wish of wishes) {
    const asked = partsOf(wish)
    const same = tags.filter((tag) => partsOf(tag).language === asked.language)
    const best =
      same.find((tag) => tag.toLowerCase() === wish.toLowerCase()) ??
      same.find((tag) => partsOf(tag).script === asked.script) ??
      same[0]
    if (best !== undefined) return best
  }
  return undefined
}

/** Most tags leave out the script, which this adds. */
const partsOf = (tag: string): Intl.Locale => new Intl.Locale(tag).maximize()
