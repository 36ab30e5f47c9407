/** Quick add at the terminal: by the same engine as everywhere, with this person's clock, zone and lists. */
import type { Client, List } from '../client/client.ts'
import { quickAdd, type QuickAdd } from '../model/quick-add/quick-add.ts'

export interface Quick {
  todo: Pick<QuickAdd['todo'], 'name'> & Partial<QuickAdd['todo']>
  /** It is the name of the list that the text names. */
  listName?: string | undefined
}

/** What a line means. The lists are asked for only where it could name one. */
export async function readQuickly(client: Client, text: string): Promise<Quick> {
  const lists: List[] = []
  if (/[@＠]/.test(text)) for await (const list of client.lists.all()) lists.push(list)
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
  const line = text.trim().split(/\s+/).join(' ')
  const { todo, chips } = quickAdd(line, { now: Date.now(), zone: zoneHere() })
  const isDate = chips.every(({ kind }) => kind === 'due' || kind === 'start')
  // When all of it was understood, the whole text is the name.
  return isDate && todo.name === line ? (todo.due ?? todo.start ?? undefined) : undefined
}

export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
