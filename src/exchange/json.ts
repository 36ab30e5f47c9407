/** This is for JSON of other programs: read strictly, then looked into without trust. */
import { AppError } from '../model/errors.ts'
import { parseJson } from '../model/json.ts'
import { detailOf } from '../model/problem-of.ts'
import { wrong } from './found.ts'

export type Thing = Record<string, unknown>

/** @throws AppError `bad_import` naming the place, or what the text is not */
export function readThing(text: string, at = 'the file'): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const detail = detailOf(error) ?? error.message
    throw wrong(at, 'not_json', { message: detail.replace(/^The body /, '').replace(/\.$/, '') })
  }
}

export const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** It gives the things of an array; undefined or null are none. @throws AppError when it is something else */
export function thingsOf(value: unknown, at: string): [thing: Thing, at: string][] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw wrong(at, 'array_expected', {})
  return value.map((each: unknown, index) => {
    if (!isThing(each)) throw wrong(`${at}/${index}`, 'object_expected', {})
    return [each, `${at}/${index}`]
  })
}

/**
 * A thing without it is none of its kind, whatever else it has.
 * @throws AppError naming the place
 */
export function mustHave(thing: Thing, at: string, ...names: string[]): void {
  if (names.some((name) => Object.hasOwn(thing, name))) return
  throw wrong(at, 'field_missing', { field: names[0] as string })
}

/** It gives the text of a field, or '' where it has none. Numbers are ids, mostly. */
export function textOf(thing: Thing, name: string): string {
  const value = Object.hasOwn(thing, name) ? thing[name] : undefined
  // Lines end as they do in notes that are typed.
  if (typeof value === 'string') return value.replaceAll('\r\n', '\n')
  return typeof value === 'number' ? String(value) : ''
}

export const numberOf = (thing: Thing, name: string): number => Number(textOf(thing, name)) || 0

export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []

export const isTrue = (value: unknown): boolean => value === true || value === 1
