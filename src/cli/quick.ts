/** Quick add at the terminal: by the same engine as everywhere, with this person's clock, zone and lists. */
import type { Client, List } from '../client/client.ts'
import { quickAdd, type Chip, type QuickAdd } from '../model/quick-add/quick-add.ts'

export interface Quick {
  todo: Pick<QuickAdd['todo'], 'name'> & Partial<QuickAdd['todo']>
  /** It is the name of the list that the text names. */
  listName?: string | undefined
}

/** This reads a line. The lists are asked for only where it could name one. */
export async function readQuickly(client: Client, text: string): Promise<Quick> {
  const lists: List[] = []
  if (/[@＠]/.test(text)) for await (const list of client.lists.all()) lists.push(list)
  return quicklyRead(text, lists)
}

/** @param lists - those that the line can name */
export function quicklyRead(text: string, lists: readonly List[]): Quick {
  const { reminders, ...todo } = quickAdd(text, {
    now: Date.now(),
    zone: zoneHere(),
    lists,
    ignored: [],
  }).todo
  // A todo that names no reminder gets the account's default ones.
  return {
    todo: { ...todo, ...(reminders.length > 0 && { reminders }) },
    listName: lists.find(({ id }) => id === todo.list)?.name,
  }
}

/** It reads a text that is to be a date and nothing else, and returns undefined where any word is not of the date. */
export function readDate(text: string): string | undefined {
  const todo = readWhole(text, ['due', 'start'])
  return todo?.due ?? todo?.start ?? undefined
}

/** A text that is to be a repetition and nothing else, with the date that it begins on. */
export function readRepeat(
  text: string,
): { repeat: string; repeatFrom: 'due' | 'finished'; due: string | undefined } | undefined {
  const { repeat = null, repeatFrom = 'due', due } = readWhole(text, ['repeat', 'due', 'start']) ?? {}
  return repeat === null ? undefined : { repeat, repeatFrom, due: due ?? undefined }
}

/** What a text means of which every word is read, as one of these kinds; undefined for any other text. */
function readWhole(text: string, kinds: readonly Chip['kind'][]): Partial<QuickAdd['todo']> | undefined {
  const line = text.trim().split(/\s+/).join(' ')
  const { todo, chips } = quickAdd(line, { now: Date.now(), zone: zoneHere() })
  // When all of it was understood, the whole text is the name.
  return todo.name === line && chips.every(({ kind }) => kinds.includes(kind)) ? todo : undefined
}

export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
