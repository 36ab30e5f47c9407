/** What a line in the field for todos means, and the chips that show it. docs/quick-add.md tells what is understood. */
import { Bell, CalendarDays, CalendarRange, Flag, List, Repeat, Tag, X, type IconNode } from 'lucide'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { AppError } from '../../client/client.ts'
import { quickAdd as parse, type Chip, type QuickAdd } from '../../model/quick-add/quick-add.ts'
import { Icon } from '../parts/icon.tsx'
import { now } from '../state/clock.ts'
import { dueText, localZone } from '../words/due.ts'
import type { QuickAddLine } from '../state/later.ts'
import { may } from '../state/roles.ts'
import { lists, listOf, replica } from '../state/todos.ts'
import { announce, showToast } from '../state/toasts.ts'
import { reminderText } from '../words/reminder-text.ts'
import { repeatText } from '../words/repeat-text.ts'
import { todoWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

/** @param ignored - the texts of chips that were taken away */
export function readLine(text: string, ignored: readonly string[]): QuickAddLine {
  const { name, list, start, due, repeat, repeatFrom, reminders, priority, labels } = read(text, ignored).todo
  return {
    name,
    list,
    fields: {
      ...(start !== null && { start }),
      ...(due !== null && { due }),
      ...(repeat !== null && { repeat, repeatFrom }),
      ...(reminders.length > 0 && { reminders }),
      ...(priority !== 'none' && { priority }),
      ...(labels.length > 0 && { labels }),
    },
  }
}

/** Makes of a todo whose name is a whole line what the line says: it was added before this part was here. */
export function understand(id: string, line: string): void {
  const { name, list, fields } = readLine(line, [])
  const changes = { ...fields, ...(name !== line && { name }), ...(list !== undefined && { list }) }
  if (Object.keys(changes).length === 0 || replica().todo(id)?.name !== line) return
  try {
    // It is one step with the adding: what takes that back takes this back.
    replica().send(id, { type: 'updateTodo', todo: id, changes })
    if (list !== undefined) tellAddedTo(list, name)
  } catch (error) {
    // Such as a name that is taken: then it stays as it was written.
    if (!(error instanceof AppError)) throw error
  }
}

/** A todo that went to another list than the one that is shown would seem to be gone. */
export function tellAddedTo(list: string, name: string): void {
  const text = todoWords.value.addedTo(name, listOf(list)?.name ?? '')
  showToast({ text })
  announce(text)
}

function read(text: string, ignored: readonly string[]): QuickAdd {
  const known = lists.value.filter(({ id }) => may(id, 'change'))
  return parse(text, { now: Date.now(), zone: localZone(), lists: known, ignored })
}

interface Props {
  text: string
  ignored: readonly string[]
  /** A chip is taken away: told its words. */
  onIgnored: (words: string) => void
  /** Gives the focus back to the field. */
  onEnd: () => void
}

const icons: Readonly<Record<Chip['kind'], IconNode>> = {
  start: CalendarRange,
  due: CalendarDays,
  repeat: Repeat,
  reminder: Bell,
  priority: Flag,
  label: Tag,
  list: List,
}

/** Read out when the typing pauses. */
const pauseMs = 700

export function Chips({ text, ignored, onIgnored, onEnd }: Props): JSX.Element | null {
  const { todo, chips, unknownLists } = useMemo(() => read(text, ignored), [text, ignored])
  const word = todoWords.value
  const shown = chips.map((chip, index) => ({ chip, text: chipText(chip, todo, chips, index) }))
  const missing = unknownLists.map(word.noSuchList)
  const heard = [...shown.map((each) => word.chips[each.chip.kind](each.text)), ...missing].join(', ')
  useEffect(() => {
    if (heard === '') return
    const timer = setTimeout(() => announce(heard), pauseMs)
    return () => clearTimeout(timer)
  }, [heard])
  if (heard === '') return null
  return (
    <ul class="quick-chips" aria-label={word.understood}>
      {shown.map(({ chip, text: shownText }) => {
        const label = word.asWords(word.chips[chip.kind](shownText))
        const remove = () => {
          onIgnored(chip.text)
          onEnd()
        }
        return (
          <li key={`${chip.kind} ${chip.from}`}>
            <button
              type="button"
              class="quick-chip"
              data-kind={chip.kind}
              data-value={chip.value}
              aria-label={label}
              title={label}
              onClick={remove}
              onKeyDown={(event) => {
                if (event.key === 'Escape') onEnd()
                if (event.key !== 'Delete' && event.key !== 'Backspace') return
                event.preventDefault()
                remove()
              }}
            >
              <Icon of={icons[chip.kind]} />
              <span>{shownText}</span>
              <Icon of={X} />
            </button>
          </li>
        )
      })}
      {missing.map((each) => (
        <li key={each} class="quick-missing">
          {each}
        </li>
      ))}
    </ul>
  )
}

/** Nothing is said twice: where another chip has said it, these are the words themselves. */
function chipText(chip: Chip, todo: QuickAdd['todo'], chips: readonly Chip[], index: number): string {
  const { kind, value } = chip
  const isSame = (other: Chip) => other.kind === kind && other.value === value
  if (chips.slice(0, index).some(isSame)) return chip.text
  switch (kind) {
    case 'start':
    case 'due':
      return dueText(value, now.value)
    case 'repeat': {
      const how = repeatText(value, todo.repeatFrom, now.value)
      const isDueSaid = chips.some((other) => other.kind === 'due')
      return todo.due && !isDueSaid ? `${how} · ${dueText(todo.due, now.value)}` : how
    }
    case 'reminder':
      return reminderText(value, todo.due, now.value)
    case 'priority':
      return words.value.priorities[value as 'high']
    default:
      return value
  }
}
