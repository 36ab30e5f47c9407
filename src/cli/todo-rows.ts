/** Todos as commands print them. */
import type { Todo } from '../client/client.ts'
import { printRows, type Column, type OutputArguments } from './output.ts'

/** A todo, with the name of its list where there are several. */
type Line = Todo & { listName?: string | undefined }

/** @param now - the date here, for what is overdue */
function columnsOf(now: string): Column<Line>[] {
  return [
    { head: '#', text: ({ number }) => String(number), isRight: true, style: () => 'dim' },
    {
      head: '',
      text: ({ finished }) => (finished ? '[x]' : '[ ]'),
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
      style: ({ due, finished }) => (!finished && due && due.slice(0, 10) < now ? 'red' : undefined),
    },
    { head: 'repeat', text: ({ repeat }) => repeat ?? '', style: () => 'dim' },
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
    { head: 'start', text: ({ start }) => dateText(start), style: () => 'dim' },
    { head: 'reminders', text: ({ reminders }) => reminders.join(' '), style: () => 'dim' },
  ]
}

/** A date is printed as its own clock has it. */
const dateText = (date: string | null | undefined): string =>
  date?.replace(/\[.*/, '').replace('T', ' ') ?? ''

export function printTodos(todos: readonly Line[], how: OutputArguments): void {
  printRows(todos, columnsOf(localDate()), how)
}

const localDate = (): string => {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
