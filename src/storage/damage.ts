/** Finds values that can't be what this program wrote: the engine did not notice, and the program is not at fault. */
import { StoreError } from '../core/ports/store.ts'
import type { Row } from './driver.ts'

/** Reads a value that was written as JSON. @throws StoreError `damaged` */
export function readJson<T>(text: unknown): T {
  try {
    return JSON.parse(text as string) as T
  } catch (error) {
    throw damaged('a value is not the JSON that was written', error)
  }
}

/** Reads a value that was written as text. @throws StoreError `damaged` */
export function textIn(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw damaged(`a value of ${column} is no text`)
  return value
}

/** @throws StoreError `damaged` */
export const damaged = (what: string, cause?: unknown): StoreError =>
  new StoreError('damaged', new Error(what, { cause }))

/** A write did not find rows that it was to change. */
export class MissingRowsError extends Error {}

/**
 * Rows that were read under the lock under which they are written are there: else an index and its table disagree.
 * @throws StoreError `damaged`
 */
export async function underLock<T>(written: Promise<T>): Promise<T> {
  try {
    return await written
  } catch (error) {
    throw error instanceof MissingRowsError ? new StoreError('damaged', error) : error
  }
}
