/** Quick add at the terminal: by the same engine as everywhere, with this person's clock, zone and lists. */
import type { Client, List } from '../client/client.ts'
import { quickAdd, type QuickAdd } from '../model/quick-add/quick-add.ts'

/** What a line means. The lists are asked for only where it could name one. */
export async function readQuickly(client: Client, text: string): Promise<QuickAdd['todo']> {
  const lists: List[] = []
  if (/[@＠]/.test(text)) for await (const list of client.lists.all()) lists.push(list)
  return quickAdd(text, { now: Date.now(), zone: zoneHere(), lists, ignored: [] }).todo
}

export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
