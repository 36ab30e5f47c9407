/**
 * This reads the values of one todo of a file. One that can't be read refuses nothing: it goes into the notes as the
 * file has it, and is told.
 */
import { AppError } from '../model/errors.ts'
import type { ImportWarnings } from '../model/import-texts.ts'
import { toDue, toMoment, utcOf } from './dates.ts'
import { loss, type FileFacts, type Found, type FoundLoss, type FoundTodo } from './found.ts'
import { zoneNamed } from './zones.ts'

export class Values {
  readonly #at: string
  readonly #zone: string | undefined
  readonly losses: FoundLoss[] = []
  readonly #notes: string[] = []

  constructor(at: string, { zone }: Pick<FileFacts, 'zone'>) {
    this.#at = at
    this.#zone = zone
  }

  /** It gives what `how` makes of it; undefined where there is nothing, or nothing that it understands. */
  read<T>(field: string, text: string, how: (text: string, at: string) => T): T | undefined {
    if (text.trim() === '') return undefined
    try {
      return how(text, this.#at)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad_import') throw error
      const { problem } = error.details.params as { problem?: string }
      const isEither = problem === 'either_date'
      if (!isEither) this.keep(field, text)
      else {
        this.note(`${field}: ${text}`)
        this.lose('either_dates', { text: text.slice(0, 40) })
      }
      return undefined
    }
  }

  /** @param zone - as the file names it; times without one are of the person's */
  due(field: string, text: string, zone = ''): string | undefined {
    return this.read(field, text, (each, at) => toDue(each, at, this.zone(zone)))
  }

  moment(field: string, text: string): string | undefined {
    return this.read(field, text, (each, at) => {
      const isDay = /^\d{4}-\d\d-\d\d$/.test(each.trim()) && this.#zone !== undefined
      // A day begins where the person is.
      return isDay ? toMoment(utcOf(`${toDue(each, at)}T00:00[${this.#zone}]`), at) : toMoment(each, at)
    })
  }

  /** It gives the zone that the file means, or the person's; it tells of one that nobody knows. */
  zone(name: string): string | undefined {
    if (name === '') return this.#zone
    const known = zoneNamed(name)
    if (known === undefined) this.lose('zones', { name: name.slice(0, 60) })
    return known ?? this.#zone
  }

  /** It stands in the notes from now on. */
  keep(field: string, text: string): void {
    this.note(`${field}: ${text}`)
    this.lose('values', { field, text: text.slice(0, 40) })
  }

  note(text: string): void {
    if (text.trim() !== '') this.#notes.push(text)
  }

  lose<Code extends keyof ImportWarnings>(code: Code, params: ImportWarnings[Code], at = this.#at): void {
    this.losses.push(loss(code, params, at))
  }

  /** Tells each field that has something in it and is not one of the known. */
  loseOthers(thing: object, known: ReadonlySet<string>): void {
    this.losses.push(...lostFields(thing, known, this.#at))
  }

  /** It gives the todo with all of its notes, behind what is lost of it. */
  *found(todo: Omit<FoundTodo, 'kind' | 'at'>): Generator<Found> {
    yield* this.losses
    const notes = [todo.fields?.notes ?? '', ...this.#notes].filter((each) => each !== '').join('\n\n')
    yield { ...todo, kind: 'todo', at: this.#at, fields: { ...todo.fields, notes } }
  }
}

/** Each field with something in it that a reader does not know. */
export const lostFields = (thing: object, known: ReadonlySet<string>, at: string): FoundLoss[] =>
  Object.entries(thing).flatMap(([name, value]) =>
    known.has(name) || isNothing(value) ? [] : [loss('field', { name: `"${name.slice(0, 40)}"` }, at)],
  )

/** An empty field is no loss. */
const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && Object.keys(value).length === 0)

export const unknownFields = (known: string): ReadonlySet<string> => new Set(known.split(/\s+/))
