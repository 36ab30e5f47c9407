/**
 * This makes of what was found in a file the drafts of lists: ids, parents and order, and a tally of what can't be
 * kept.
 */
import { createHash } from 'node:crypto'
import { AppError } from '../model/errors.ts'
import type { Draft, Drafts, Loss, RowDraft, Tell } from '../model/import.ts'
import { warningSentences } from '../model/import-texts.ts'
import { sentenceFor } from '../model/sentences.ts'
import { limits } from '../model/limits.ts'
import { plainWord } from '../model/plain-commands.ts'
import { holdsName } from '../model/names.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { List } from '../model/list.ts'
import type { Todo } from '../model/todo.ts'
import { titleOf } from './file-name.ts'
import { exactTodo, fitTodo } from './fit.ts'
import { fitName } from '../model/fit-name.ts'
import { defaultKey } from './from/own.ts'
import { importFormats, type ImportFormat } from './formats.ts'
import { wrong, type Found, type FoundFile, type FoundList, type FoundRow, type FoundTodo } from './found.ts'

export interface GatherOptions {
  /** Ids are made from its id, the format and the target: the same file gives the same ids. */
  account: string
  defaultList: string
  /** All todos go into this one list. */
  into?: List | undefined
  now: string
  turn: () => Promise<void>
  /** Hears how much is read. */
  progress: (read: number) => void
  tell: Tell
}

/** What can't be kept, each kind with how many there are and the first places. */
export function createLosses(): { tell: Tell; all: () => Loss[] } {
  const losses = new Map<string, Loss>()
  return {
    all: () => [...losses.values()],
    tell(code, params, at) {
      const what = sentenceFor(warningSentences, code, params) ?? code
      const loss = losses.get(what) ?? { what, code, params: { ...params }, count: 0, at: [] }
      loss.count++
      if (loss.at.length < serverLimits.importPlacesMax) loss.at.push(at)
      losses.set(what, loss)
    },
  }
}

interface Gathered extends Drafts {
  file: FoundFile
}

/**
 * It makes the drafts of what is in a file.
 * @throws AppError `bad_import`, `import_too_large`
 */
export async function gather(records: AsyncIterable<Found>, options: GatherOptions): Promise<Gathered> {
  const { tell } = options
  const gathering = new Gathering(options)
  let count = 0
  /** So many of them are none, and what they say. */
  let losses = 0
  const found = new Set<string>()
  for await (const each of records) {
    if (each.kind === 'file') {
      gathering.beginFile(each)
      continue
    }
    if (each.kind === 'loss') {
      losses++
      tell(each.code, each.params, each.at)
      if (found.size < 100)
        found.add(sentenceFor(warningSentences, each.code, each.params as never) ?? each.code)
    } else if (each.kind === 'list') gathering.addList(each)
    else if (each.kind === 'row') gathering.addRow(each)
    else gathering.addTodo(each)
    if (++count > serverLimits.importRecordsMax) {
      throw new AppError('import_too_large', {
        params: { what: 'records', most: serverLimits.importRecordsMax, at: each.at },
      })
    }
    if (count % 500 === 0) await options.turn()
    if (count % 5_000 === 0) options.progress(count)
  }
  if (count === losses) throw wrong('the file', 'nothing_in_it', { found: [...found].slice(0, 5) })
  return { lists: gathering.drafts(), rows: gathering.rows(), file: gathering.first() }
}

/** Of a file of ours everything is kept to the letter. */
const isExact = ({ format }: FoundFile): boolean => format === 'aiotodo'

/** Its ids are made from this. */
export const saltOf = (
  { account, into }: Pick<GatherOptions, 'account' | 'into'>,
  format: ImportFormat,
): string[] => [account, importFormats[format], into?.id ?? '']

/** The same drafts under other ids, where others have the file's own: which ones, follows from those and the salt. */
export function withOtherIds(drafts: readonly Draft[], salt: readonly string[]): void {
  for (const { list, isDefault, todos } of drafts) {
    if (!isDefault) list.id = idFrom(salt, 'list', list.id)
    for (const todo of todos) {
      todo.list = list.id
      for (const name of ['id', 'parent', 'series', 'next'] as const)
        if (todo[name] !== null) todo[name] = idFrom(salt, 'todo', todo[name])
    }
  }
}

interface Coming {
  todo: Todo
  at: string
  /** These are the keys of the list and of the parent. */
  list: string
  parent: string | undefined
  depth: number
}

const times = ['createdAt', 'updatedAt', 'finishedAt', 'deletedAt'] as const
type Bounded = Pick<List, 'createdAt' | 'updatedAt' | 'deletedAt'> &
  Partial<Pick<Todo, 'number' | 'finishedAt'>>

class Gathering {
  readonly #options: GatherOptions
  readonly #tell: Tell
  readonly #lists = new Map<string, FoundList>()
  readonly #todos = new Map<string, Coming>()
  /** Their keys are made of kind and id. */
  readonly #rows = new Map<string, RowDraft>()
  readonly #texts = new Map<string, string>()
  /** The file that each list is of, by the list's key. */
  readonly #fileOf = new Map<string, FoundFile>()
  readonly #files: FoundFile[] = []

  constructor(options: GatherOptions) {
    this.#options = options
    this.#tell = options.tell
  }

  beginFile(file: FoundFile): void {
    this.#files.push(file)
    // What is in no list of the source goes into one of its file.
    this.#fileOf.set(file.facts.stem, file)
  }

  get #file(): FoundFile {
    return this.#files.at(-1) as FoundFile
  }

  first(): FoundFile {
    return this.#files[0] as FoundFile
  }

  addList(list: FoundList): void {
    const other = this.#lists.get(list.key)
    if (other && isExact(this.#file)) throw wrong(list.at, 'id_twice', { id: list.key, other: other.at })
    if (other) return
    this.#lists.set(list.key, list)
    this.#fileOf.set(list.key, this.#file)
  }

  /** What an account has goes into no list. More than a last transaction can take are not kept. */
  addRow({ of: kind, at, row }: FoundRow): void {
    const { into } = this.#options
    const word = plainWord(kind)
    const key = `${word} ${row.id}`
    const other = this.#rows.get(key)
    if (other) throw wrong(at, 'id_twice', { id: row.id, other: other.at })
    if (into) return this.#tell('rows_of_account', { kind: word }, at)
    if (this.#rows.size >= serverLimits.importIntoListsMax)
      return this.#tell('rows_beyond', { kind: word, most: serverLimits.importIntoListsMax }, at)
    const own = { ...row }
    this.#bound(own as Bounded & typeof own, at)
    this.#rows.set(key, { kind, at, row: own })
  }

  rows(): RowDraft[] {
    return [...this.#rows.values()]
  }

  addTodo(found: FoundTodo): void {
    const { at, list = this.#file.facts.stem, parent } = found
    const key = this.#ownKey(found)
    // As the list has it: not a text of its own for each todo.
    const own = this.#lists.get(list)?.key ?? list
    this.#todos.set(key, { todo: this.#todo({ ...found, key }), at, list: own, parent, depth: 0 })
  }

  /** Of other programs, two of one id are two todos. */
  #ownKey({ key, at }: FoundTodo): string {
    const other = this.#todos.get(key)
    if (!other) return key
    if (isExact(this.#file)) throw wrong(at, 'id_twice', { id: key, other: other.at })
    this.#tell('ids_twice', {}, at)
    let count = 2
    while (this.#todos.has(`${key}#${count}`)) count++
    return `${key}#${count}`
  }

  drafts(): Draft[] {
    const { into } = this.#options
    const byList = new Map<string, Draft>()
    const draftOf = (key: string): Draft => {
      const place = into ? '' : key
      const known = byList.get(place)
      if (known) return known
      const list = this.#lists.get(key)
      // It is no id, and which list is meant by it, only its own line says.
      const file = this.#fileOf.get(key) ?? this.#file
      if (!list && isExact(file) && !into && key === defaultKey)
        throw wrong('the file', 'list_missing', { list: defaultKey })
      const name = titleOf(file.facts.stem) || importFormats[file.format]
      const draft = this.#draft(list ?? { kind: 'list', key, at: 'the file', name }, file)
      byList.set(place, draft)
      return draft
    }
    if (!into) for (const key of this.#lists.keys()) draftOf(key)
    for (const coming of this.#todos.values()) this.#settle(coming)
    const done = new Set<Coming>()
    const emit = (coming: Coming): void => {
      if (done.has(coming)) return
      done.add(coming)
      const parent = coming.parent === undefined ? undefined : this.#todos.get(coming.parent)
      if (parent) emit(parent)
      const { list, todos } = draftOf(coming.list)
      coming.todo.list = list.id
      coming.todo.parent = parent?.todo.list === list.id ? parent.todo.id : null
      todos.push(coming.todo)
    }
    for (const coming of this.#todos.values()) emit(coming)
    if (!into) for (const draft of byList.values()) checkUnique(draft)
    return [...byList.values()]
  }

  #draft({ key, at, name, isDefault = false, fields = {} }: FoundList, file: FoundFile): Draft {
    const { into, defaultList, now } = this.#options
    if (into) return { list: into, isDefault: false, todos: [] }
    const id = isDefault ? defaultList : this.#id('list', key, file)
    const fit = isExact(file) ? name : fitName(name, at, this.#tell).name
    const createdAt = fields.createdAt ?? now
    const list: List = {
      id,
      name: fit,
      uniqueNames: fields.uniqueNames ?? false,
      colour: fields.colour ?? 'none',
      position: fields.position ?? null,
      createdAt,
      updatedAt: fields.updatedAt ?? createdAt,
      version: 1,
      deletedAt: fields.deletedAt ?? null,
    }
    this.#bound(list, at)
    return { list, isDefault, todos: [] }
  }

  #todo(found: FoundTodo): Todo {
    const { into, now } = this.#options
    const todo = isExact(this.#file) ? exactTodo(found) : fitTodo(found, now, this.#tell)
    todo.id = this.#todoId(found.key)
    // Those of several lists would meet there.
    if (into) todo.number = 0
    this.#bound(todo, found.at)
    if (todo.series !== null) todo.series = this.#todoId(todo.series)
    if (todo.next !== null) todo.next = this.#todoId(todo.next)
    this.#share(todo)
    return todo
  }

  /**
   * Leaves away what would use up a list for good: the next number goes on from the highest, and what was deleted in a
   * time to come would never leave the trash.
   */
  #bound(row: Bounded, at: string): void {
    if ((row.number ?? 0) > serverLimits.importNumberMax) {
      this.#tell('numbers', { most: serverLimits.importNumberMax }, at)
      row.number = 0
    }
    const now = Date.parse(this.#options.now)
    const toCome = times.filter((time) => Date.parse(row[time] ?? '') > now)
    if (toCome.length > 0) this.#tell('times_to_come', {}, at)
    for (const time of toCome) row[time] = this.#options.now
  }

  /** Of texts that many todos have, one is kept: that is a third of the memory that a large file takes. */
  #share(todo: Todo): void {
    const one = <T extends string | null>(text: T): T => {
      if (text === null) return text
      const known = this.#texts.get(text)
      if (known !== undefined) return known as T
      if (this.#texts.size < 10_000) this.#texts.set(text, text)
      return text
    }
    todo.createdAt = one(todo.createdAt)
    todo.updatedAt = one(todo.updatedAt)
    todo.finishedAt = one(todo.finishedAt)
    todo.start = one(todo.start)
    todo.due = one(todo.due)
    todo.priority = one(todo.priority)
    todo.repeatFrom = one(todo.repeatFrom)
    todo.labels = todo.labels.length === 0 ? noTexts : todo.labels.map(one)
    if (todo.reminders.length === 0) todo.reminders = noTexts
  }

  #todoId(key: string): string {
    return this.#id('todo', key, this.#file)
  }

  /** Ids of a file of ours are kept: nobody else has them. */
  #id(kind: string, key: string, file: FoundFile): string {
    if (isExact(file) && !this.#options.into) return key
    return idFrom(saltOf(this.#options, file.format), kind, key)
  }

  /** Finds how deep a todo is; takes it higher where that is too deep, and to the top where its parent is elsewhere. */
  #settle(coming: Coming): void {
    const path = new Set<Coming>()
    for (
      let at: Coming | undefined = coming;
      at && at.depth === 0;
      at = at.parent === undefined ? undefined : this.#todos.get(at.parent)
    ) {
      if (path.has(at)) {
        if (isExact(this.#file)) throw wrong(at.at, 'ring', {})
        const last = [...path].at(-1) as Coming
        this.#tell('rings', {}, last.at)
        last.parent = undefined
        break
      }
      path.add(at)
    }
    for (const each of [...path].toReversed()) this.#place(each)
  }

  #place(coming: Coming): void {
    const { at } = coming
    const parent = coming.parent === undefined ? undefined : this.#todos.get(coming.parent)
    const isSame = parent && (this.#options.into || parent.list === coming.list)
    if (coming.parent !== undefined && !isSame) {
      this.#tell(parent ? 'parents_elsewhere' : 'parents_missing', {}, at)
      coming.parent = undefined
    } else if (parent?.todo.deletedAt && !coming.todo.deletedAt) {
      coming.parent = undefined
    }
    coming.depth = coming.parent === undefined ? 1 : (parent as Coming).depth + 1
    if (coming.depth <= limits.depthMax) return
    this.#tell('too_deep', { most: limits.depthMax }, at)
    coming.parent = (parent as Coming).parent
    coming.depth = limits.depthMax
  }
}

/** What an export says to be unique must be. */
function checkUnique({ list, todos }: Draft): void {
  const names = new Set<string>()
  const numbers = new Set<number>()
  for (const todo of todos) {
    const { name, number } = todo
    const at = `the list ${quoted(list.name)}`
    if (number > 0 && numbers.has(number)) throw wrong(at, 'number_twice', { number })
    numbers.add(number)
    if (!list.uniqueNames || !holdsName(todo)) continue
    if (names.has(name)) throw wrong(at, 'name_twice', { name })
    names.add(name)
  }
}

const noTexts: string[] = []

const quoted = (text: string): string => JSON.stringify(text.slice(0, 100))

const nameSpace = Buffer.from('6b0b4f1e5f6a4f0c9a55d1a7c4f3e2b1', 'hex')

/** RFC 9562, 5.5: a UUID of version 5, under a name space of our own. */
function idFrom(salt: readonly string[], kind: string, key: string): string {
  const hash = createHash('sha1')
    .update(nameSpace)
    .update(JSON.stringify([...salt, kind, key]))
    .digest()
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
