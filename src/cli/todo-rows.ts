/** Todos as commands print them. */
import type { Todo } from '../client/client.ts'
import { zoneHere } from './quick.ts'
import { monthNames, repeatText } from './repeat-text.ts'
import { printRows, type Column, type OutputArguments } from './output.ts'

/** A todo, with the name of its list where there are several. */
type Line = Todo & { listName?: string | undefined }

/** @param now - the date here, for what is overdue */
function columnsOf(now: string): Column<Line>[] {
  return [
    { head: '#', text: ({ number }) => String(number), isRight: true, isWhole: true, style: () => 'dim' },
    {
      head: '',
      text: ({ finished }) => (finished ? '[x]' : '[ ]'),
      isWhole: true,
      style: ({ finished }) => (finished ? 'green' : undefined),
    },
    {
      head: 'name',
      text: ({ name }) => name,
      isLong: true,
      style: ({ finished }) => (finished ? 'dim' : 'bold'),
    },
    {
      head: 'due',
      text: ({ due }) => dateText(due),
      told: ({ due }) => toldDate(due, now),
      isWhole: true,
      style: ({ due, finished }) => (!finished && due && due.slice(0, 10) < now ? 'red' : undefined),
    },
    {
      head: 'repeat',
      text: ({ repeat }) => repeat ?? '',
      told: ({ repeat, repeatFrom }) => (repeat === null ? '' : repeatText(repeat, repeatFrom)),
      style: () => 'dim',
    },
    {
      head: 'priority',
      text: ({ priority }) => (priority === 'none' ? '' : priority),
      style: ({ priority }) => (priority === 'high' ? 'yellow' : undefined),
    },
    {
      head: 'labels',
      text: ({ labels }) => labels.map((label) => `#${label}`).join(' '),
      style: () => 'cyan',
    },
    { head: 'list', text: ({ listName = '' }) => listName, style: () => 'dim' },
    // Later columns stand behind the others, as programs count them.
    {
      head: 'start',
      text: ({ start }) => dateText(start),
      told: ({ start }) => toldDate(start, now),
      style: () => 'dim',
    },
    { head: 'reminders', text: ({ reminders }) => reminders.join(' '), style: () => 'dim' },
  ]
}

/** A date is printed as its own clock has it. */
const dateText = (date: string | null | undefined): string =>
  date?.replace(/\[.*/, '').replace('T', ' ') ?? ''

/** People are told the year where it is another one, and the zone where it is not the one here. */
function toldDate(date: string | null | undefined, now: string): string {
  if (!date) return ''
  const [, day = '', time = '', zone] = /^([^T[]*)(?:T([^[]*))?(?:\[(.*)\])?$/.exec(date) ?? []
  const [year = '', month, number] = day.split('-').map(Number)
  const written = `${number} ${monthNames[Number(month) - 1]}${now.startsWith(String(year)) ? '' : ` ${year}`}`
  const elsewhere = zone !== undefined && zone !== zoneHere() ? ` ${cityOf(zone)}` : ''
  return time === '' ? written : `${written} ${time}${elsewhere}`
}

const cityOf = (zone: string): string => zone.replace(/.*\//, '').replaceAll('_', ' ')

export function printTodos(todos: readonly Line[], how: OutputArguments): void {
  printRows(todos, columnsOf(localDate()), how)
}

const localDate = (): string => {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
