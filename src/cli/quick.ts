/** Quick add at the terminal: by the same engine as everywhere, with this person's clock, zone and lists. */
import { jsonOf, type Client, type List } from '../client/client.ts'
import { holidaysOf, unknownHolidays, type Holidays } from '../model/holidays.ts'
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
  const read = quicklyRead(text, lists)
  return leavesOut(read.todo) ? quicklyRead(text, lists, await holidaysAt(client)) : read
}

const leavesOut = ({ repeat }: Partial<QuickAdd['todo']>): boolean => repeat?.includes('X-SKIP') ?? false

/** The server knows which days a repeat leaves out, as it makes those that follow. */
async function holidaysAt(client: Client): Promise<Holidays> {
  const answer = await client.request('GET', 'api/v1/holidays')
  const { holidays, workdays } = await jsonOf<{ holidays: string[]; workdays: string[] }>(answer)
  return holidaysOf(holidays, workdays)
}

/** @param lists - those that the line can name */
export function quicklyRead(
  text: string,
  lists: readonly List[],
  holidays: Holidays = unknownHolidays,
): Quick {
  const { reminders, ...todo } = quickAdd(text, {
    now: Date.now(),
    zone: zoneHere(),
    lists,
    ignored: [],
    holidays,
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
export async function readRepeat(
  client: Client,
  text: string,
): Promise<{ repeat: string; repeatFrom: 'due' | 'finished'; due: string | undefined } | undefined> {
  const read = (holidays?: Holidays) => readWhole(text, ['repeat', 'due', 'start'], holidays) ?? {}
  const first = read()
  const { repeat = null, repeatFrom = 'due', due } = leavesOut(first) ? read(await holidaysAt(client)) : first
  return repeat === null ? undefined : { repeat, repeatFrom, due: due ?? undefined }
}

/** What a text means of which every word is read, as one of these kinds; undefined for any other text. */
function readWhole(
  text: string,
  kinds: readonly Chip['kind'][],
  holidays: Holidays = unknownHolidays,
): Partial<QuickAdd['todo']> | undefined {
  const line = text.trim().split(/\s+/).join(' ')
  const { todo, chips } = quickAdd(line, { now: Date.now(), zone: zoneHere(), holidays })
  // When all of it was understood, the whole text is the name.
  return todo.name === line && chips.every(({ kind }) => kinds.includes(kind)) ? todo : undefined
}

export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
