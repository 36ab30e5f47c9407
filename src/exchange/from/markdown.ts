/**
 * This reads Markdown checklists: headings are lists, what is indented is below, other lines are notes of the item
 * above. Items of Logseq have a word such as TODO in place of a box.
 */
import { toDay, toDue } from '../dates.ts'
import { createKeys, loss, type Chunks, type FileFacts, type Found, type FoundFields } from '../found.ts'
import type { FoundList, FoundTodo } from '../found.ts'
import { fenceAfter, headingIn, nameIn, noteIn } from '../markdown-text.ts'
import { durationRule, foundRule } from '../rules.ts'
import { linesOf } from '../text.ts'
import { Values } from '../values.ts'
import { marksOf } from './markdown-marks.ts'

/**
 * A box may have any one character. Without the blanks around it, it is one at the beginning of a line alone: notes may
 * have such words.
 */
const boxed =
  /^(?:([\t ]*)(?:[-*+]|\d+[.)])[\t ]+\[(\P{Cc})\](?:[\t ]+(.*))?|(?:[-*+]|\d+[.)])[\t ]*\[([ xX]?)\](?![([:])(.*))$/u
const worded =
  /^([\t ]*)[-*][\t ]+(TODO|DOING|NOW|LATER|WAITING|WAIT|IN-PROGRESS|STARTED|DONE|CANCELED|CANCELLED)[\t ]+(.*)$/
const heading = /^(#{1,6})[\t ]+(.+?)(?:[\t ]+#+)?[\t ]*$/
const underline = /^ {0,3}(?:=+|-{2,})[\t ]*$/
const thematicBreak = /^ {0,3}([-*_])(?:[\t ]*\1){2,}[\t ]*$/
/** It stands below an item of Logseq. */
const planned =
  /^[\t ]*(SCHEDULED|DEADLINE):[\t ]*<(\d{4}-\d\d-\d\d)[^\d>]*(\d\d:\d\d)?[^>]*?((?:\.\+|\+\+|\+)\d+[hdwmy])?>/

/** It says whether a line of a file makes it a checklist. */
export const isChecklist = (line: string): boolean => boxed.test(unquoted(line)) || worded.test(line)

/** Callouts and quotes have their marks before each line. */
const unquoted = (line: string): string => line.replace(/^(?: {0,3}> ?)+/, '')

export async function* readMarkdown(chunks: Chunks, facts: FileFacts): AsyncGenerator<Found> {
  const reader = new Reader(facts)
  for await (const lines of linesOf(chunks))
    for (const { text, number } of lines) {
      reader.line(text, `line ${number}`)
      yield* reader.found.splice(0)
    }
  reader.end()
  yield* reader.found
}

interface Open {
  indent: number
  path: string
}

/** The item that lines below it may be notes of. */
interface Item {
  todo: Omit<FoundTodo, 'kind' | 'at'>
  values: Values
  notes: string[]
  isOfLogseq: boolean
}

class Reader {
  readonly found: Found[] = []
  readonly #facts: FileFacts
  readonly #keyOf: ReturnType<typeof createKeys>
  #list: FoundList | undefined
  #isNamed = false
  /** The items that the next one may be below, each with how far it is indented. */
  #open: Open[] = []
  #last: Item | undefined
  /** The fence of the code that is open: nothing in it is an item. */
  #fence: string | undefined
  /** It is a line of text, which is a heading if it is underlined. */
  #text: { text: string; at: string } | undefined
  #isFrontMatter = false
  #isFirst = true

  constructor(facts: FileFacts) {
    this.#facts = facts
    this.#keyOf = createKeys(facts.stem)
  }

  line(raw: string, at: string): void {
    if (this.#isFirst && raw.trim() === '---') this.#isFrontMatter = true
    else if (this.#isFrontMatter) {
      if (/^(---|\.\.\.)\s*$/.test(raw)) this.#isFrontMatter = false
    } else this.#content(raw, unquoted(raw), at)
    this.#isFirst = false
  }

  end(): void {
    this.#endText()
    this.#endItem()
  }

  #content(raw: string, text: string, at: string): void {
    const isCode = this.#fence !== undefined
    // In an item's text it counts from where that begins.
    const begin = this.#last && /^[\t ]/.test(raw) ? (this.#open.at(-1)?.indent ?? 0) + 2 : 0
    this.#fence = fenceAfter(this.#fence, begin > 0 ? raw.replaceAll('\t', '    ').slice(begin) : text)
    if (isCode || this.#fence !== undefined) return this.#other(raw, text, at)
    const named = heading.exec(text)
    if (this.#text && underline.test(text)) {
      const { text: name, at: place } = this.#text
      this.#text = undefined
      this.#begin(name.trim(), place)
    } else if (named) {
      this.#endText()
      this.#begin(headingIn(named[2] as string), at)
    } else if (!this.#item(text, at)) this.#other(raw, text, at)
  }

  #begin(name: string, at: string): void {
    this.#endItem()
    this.#open = []
    this.#list = { kind: 'list', key: this.#keyOf('list', name), at, name }
    this.#isNamed = false
  }

  /** @returns whether it is one */
  #item(line: string, at: string): boolean {
    const box = boxed.exec(line)
    const word = worded.exec(line)
    if (!box && !word) return false
    this.#endText()
    this.#endItem()
    if (this.#list && !this.#isNamed) this.found.push(this.#list)
    this.#isNamed = true
    const indent = ((box ?? word)?.[1] ?? '').replaceAll('\t', '    ').length
    this.#open = this.#open.filter((each) => each.indent < indent)
    const values = new Values(at, this.#facts)
    const state = word ? (word[2] as string) : (box?.[2] ?? box?.[4] ?? ' ')
    const text = (word ? word[3] : (box?.[3] ?? box?.[5])) ?? ''
    const { name: marked, fields, rule } = marksOf(text, values, this.#facts)
    Object.assign(fields, fieldsOf(state, fields, values))
    const name = nameIn(marked.trim())
    const above = this.#open.at(-1)
    const path = this.#keyOf(this.#list?.key, above?.path, name)
    const todo = { key: path, list: this.#list?.key, parent: above?.path, name, fields, rule }
    this.#last = { todo, values, notes: [], isOfLogseq: word !== null }
    this.#open.push({ indent, path })
    return true
  }

  /** It takes text of the item above, where it is indented as such; else it is of no todo. */
  #other(raw: string, text: string, at: string): void {
    const last = this.#last
    this.#endText()
    if (last && (raw.trim() === '' || /^[\t ]/.test(raw))) {
      if (last.isOfLogseq && this.#plan(raw, last)) return
      // Indented as the item's own text is.
      const bare = raw.replace(/^[\t ]+/, '')
      last.notes.push(noteIn(bare.startsWith('```') ? bare.replace(/[\t ]+$/, '') : bare))
      return
    }
    if (text.trim() !== '' && !thematicBreak.test(text)) this.#text = { text: raw, at }
  }

  /** When it is to be done, in Logseq. Its own properties are of no use elsewhere. */
  #plan(text: string, { todo, values }: Item): boolean {
    if (/^[\t ]*(id|collapsed):: /.test(text)) return true
    const [, kind, date, time, again] = planned.exec(text) ?? []
    if (date === undefined) return false
    const { fields = {} } = todo
    const day = values.read(kind as string, time === undefined ? date : `${date}T${time}`, (each, at) =>
      time === undefined ? toDay(each, at) : toDue(each, at, values.zone('')),
    )
    if (kind === 'DEADLINE') fields.due = day
    else fields.start = day
    if (again !== undefined) {
      fields.due ??= day
      const repeat = durationRule(again.replace(/^[.+]+/, ''))
      todo.rule = foundRule(again, repeat, again.startsWith('.+') ? 'finished' : 'due')
    }
    return true
  }

  #endText(): void {
    if (this.#text) this.found.push(loss('text_outside', {}, this.#text.at))
    this.#text = undefined
  }

  #endItem(): void {
    if (!this.#last) return
    const { todo, values, notes } = this.#last
    while (notes[0] === '') notes.shift()
    if (notes.length > 0) todo.fields = { ...todo.fields, notes: notes.join('\n') }
    this.found.push(...values.found(todo))
    this.#last = undefined
  }
}

/** It reads what the box or the word says. */
function fieldsOf(state: string, { priority }: FoundFields, values: Values): FoundFields {
  if (/^([xX]|DONE)$/.test(state)) return { finished: true }
  if (/^(-|CANCELL?ED)$/.test(state)) {
    values.lose('cancelled', {})
    return { finished: true }
  }
  if (state === '!') return { finished: false, priority: priority ?? 'high' }
  if (!/^( ||TODO|NOW|LATER)$/.test(state))
    values.lose('boxes', { text: state.length > 1 ? state : `[${state}]` })
  return { finished: false }
}
