/**
 * This file finds names with a word of time in them, which are no dates, and quotation marks, inside of which nothing
 * is read.
 */
import { wordNamed } from './english-words.ts'

const fixed =
  /(?:(?:Black|Good|Casual|Free|Freaky|Dress-?Down) Friday|(?:Cyber|Blue|Easter|Manic|Motivation|Whit|Clean|Rosen) ?Monday|(?:Ash|Spy) Wednesday|(?:Maundy|Holy|Throwback) Thursday|(?:Giving|Shrove|Taco|Fat|Super|Ruby|Patch) Tuesday|(?:Easter|Palm|Bloody|Super Bowl|Pentecost|Black) Sunday|Holy Saturday|Small Business Saturday|Saturday Night (?:Live|Fever)|(?:Monday|Thursday|Sunday|Friday) Night (?:Football|Lights|Raw|Smackdown)|Friday Night Magic|Sunday (?:Times|Telegraph|Mirror|Express|Mail|Roast)|(?:The )?Today Show|USA Today|Daily (?:Mail|Mirror|Telegraph|Express|Show|Star|Beast|Planet)|Weekly Standard|Evening Standard|Morning Star|Good Morning America|Wednesday Addams|Man Friday|Friday the 13th|Sheffield Wednesday|May Day|March Madness|Midnight (?:Oil|Mass|Cowboy|in Paris)|Twelfth Night|Second Life|Third Man|First Lady|Day One|Month Python|New Year['’]s (?:Eve|Day)|Leap Year|Day of the Dead|Groundhog Day|Boxing Day|Independence Day|Tuesdays with Morrie|Mother['’]s Day|Father['’]s Day|Valentine['’]s Day|Labou?r Day|Memorial Day|Veterans Day|Earth Day)(?![\p{L}\p{N}])/iuy

/** It returns the end of the name at this place, or undefined. */
export function fixedNameAt(text: string, at: number): number | undefined {
  fixed.lastIndex = at
  const [name] = fixed.exec(text) ?? []
  if (name !== undefined && (/^\p{Lu}/u.test(name) || alsoSmall.test(name))) return at + name.length
  titles.lastIndex = at
  const [title] = titles.exec(text) ?? []
  return title === undefined ? undefined : at + title.length
}

/** These names mean a feast in small letters too. */
const alsoSmall =
  /^(?:(?:black|good|freaky) friday|(?:cyber|blue|easter|manic) ?monday|ash wednesday|(?:maundy|holy) thursday|(?:giving|shrove|taco) tuesday|(?:easter|palm) sunday|holy saturday)$/i

/** These songs, papers and places have a day in their name. */
const chineseNames =
  /(?:明天[会會]更好|明天[过過][后後]|今天不回家|[周週]末[画畫][报報]|星期五餐[厅廳]|黑色星期[五天])/uy

/** It returns the end of the Chinese name at this place, or undefined. */
export function chineseNameAt(text: string, at: number): number | undefined {
  chineseNames.lastIndex = at
  return chineseNames.test(text) ? chineseNames.lastIndex : undefined
}

/** This is a feast, so a time beside it is not of today. */
export const isFeast = (name: string): boolean =>
  alsoSmall.test(name) || /(?:[’']s (?:Day|Eve)|May Day|Boxing Day)$/i.test(name)

const titles =
  /(?:(?:The )?Day After Tomorrow|Before Midnight|Sunday,? Bloody Sunday|Any Given Sunday|Friday Night Funkin['’]?|(?:The )?Man Who Was Thursday|Friday I['’]m in Love|Edge of Tomorrow|Tomorrow Never Dies|Chasing Sunday|Ruby Tuesdays?|Happy Mondays|Long Good Friday|Sunday Morning Coming Down)(?![\p{L}\p{N}])/uy

/** In "read Saturday by McEwan" the day is a title. */
const isWork = /(?:^|\s)(?:watch|read|listen to) $/i

/** The day in "read The Man Who Was Thursday" is the end of a title of three words or more. */
const titleBefore =
  /(?:^|\s)(?:[Rr]e)?(?:[Ww]atch|[Rr]ead|[Ss]ee|[Ss]tream|[Pp]lay|[Ll]isten to|[Ff]inish) \p{Lu}[\p{L}'’]{0,40}(?: \p{Lu}[\p{L}'’]{0,40}| of| the| in| and| a| who| was| is){0,8} \p{Lu}[\p{L}'’]{0,40} $/u

const nextWord = /\s(\p{Lu}\p{Ll}[\p{L}'’]{0,40})/uy

/**
 * In "Watch Monday Mornings" the weekday is part of a name: it is capitalised in the middle of the text, and so is the
 * next word, which is no word of dates.
 * @returns where the name ends
 */
export function capitalNameAt(text: string, from: number, to: number): number | undefined {
  if (
    from === 0 ||
    !/^\p{Lu}\p{Ll}/u.test(text.slice(from, from + 4)) ||
    /[.!?。！？:\n]\s*$/.test(text.slice(Math.max(0, from - 3), from))
  )
    return undefined
  if (isWork.test(text.slice(Math.max(0, from - 10), from)) && /^ by \p{Lu}/u.test(text.slice(to, to + 6)))
    return to
  if (titleBefore.test(text.slice(Math.max(0, from - 64), from))) return to
  nextWord.lastIndex = to
  const [, next] = nextWord.exec(text) ?? []
  return next === undefined || wordNamed(next.toLowerCase()) ? undefined : to + 1 + next.length
}

const closings: Readonly<Record<string, string>> = {
  ...{ '"': '"', '“': '”"', '”': '”', '„': '“”"', '«': '»', '»': '«', '《': '》', '〈': '〉' },
  ...{ '「': '」', '『': '』', "'": "'", '‘': '’', '‚': '‘’', '＂': '＂', '`': '`' },
}

/** It looks for pairs of quotation marks in a text, each once. */
export class Quotes {
  readonly #text: string
  /** It remembers from which place on a closing mark is missing, so that no text is searched twice. */
  readonly #missing = new Map<string, number>()

  constructor(text: string) {
    this.#text = text
  }

  /** It returns the end of the quotation that begins here, including its closing mark. */
  endAt(at: number): number | undefined {
    const open = this.#text[at] ?? ''
    const close = closings[open]
    if (close === undefined || !this.#opens(open, at)) return undefined
    if ((this.#missing.get(open) ?? Infinity) <= at) return undefined
    for (let end = at + 1; end < this.#text.length && this.#text[end] !== '\n'; end++)
      if (close.includes(this.#text[end] as string) && this.#closes(end)) return end + 1
    this.#missing.set(open, at)
    return undefined
  }

  /** Straight marks are inches and apostrophes as well. */
  #opens(open: string, at: number): boolean {
    if (!/["'‘’`”»]/.test(open)) return true
    return (
      /^(?:|[\s([{（，。、；：\u3400-\u9fff])$/.test(this.#text[at - 1] ?? '') &&
      /\S/.test(this.#text[at + 1] ?? ' ')
    )
  }

  #closes(at: number): boolean {
    const mark = this.#text[at] as string
    return !/["'’`]/.test(mark) || !/^[\p{L}\p{N}](?<![\u3400-\u9fff])/u.test(this.#text[at + 1] ?? '')
  }
}
