/** Quick add at the terminal: by the same engine as everywhere, with this person's clock, zone and lists. */
import type { Client, List } from '../client/client.ts'
import { quickAdd, type QuickAdd } from '../model/quick-add/quick-add.ts'

type Quick = Omit<QuickAdd['todo'], 'reminders'> & Partial<Pick<QuickAdd['todo'], 'reminders'>>

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
  return { ...todo, ...(reminders.length > 0 && { reminders }) }
}

export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
