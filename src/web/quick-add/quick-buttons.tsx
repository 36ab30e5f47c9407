/**
 * These are the buttons below the field while it is written in by a finger: they add a date, a priority, a list and a
 * label to the line, so that it is read as if that had been typed.
 */
import { AtSign, CalendarDays, Flag, Hash } from 'lucide'
import { createElement, type JSX, type RefObject } from 'preact'
import { DateChoice } from '../dates/date-choice.tsx'
import { fieldText } from '../dates/date-field.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { menu, openMenu } from '../state/overlays.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { read } from './read-line.ts'

interface Props {
  text: string
  ignored: readonly string[]
  field: RefObject<HTMLTextAreaElement | null>
  put: (text: string) => void
}

const marks = { high: '!1', medium: '!2', low: '!3' } as const

export function QuickButtons({ text, ignored, field, put }: Props): JSX.Element {
  const word = words.value
  const write = (line: string) => {
    const { current } = field
    put(line)
    if (!current) return
    // The next letter may come before the next drawing: text and caret are right at once.
    current.value = line
    current.focus()
    current.setSelectionRange(line.length, line.length)
  }
  /** Puts these words in place of those that said the same before. */
  const say = (kind: 'due' | 'priority', said: string) => {
    const others = read(text, ignored).chips.filter((chip) => chip.kind === kind)
    let line = text
    for (const { from, to } of others.toReversed()) line = line.slice(0, from) + line.slice(to)
    write([line.replace(/ {2,}/g, ' ').trim(), said].filter((part) => part !== '').join(' '))
  }
  const begin = (sign: '#' | '@') => write(`${text.trimEnd()} ${sign}`.trimStart())
  const openDate = (at: Element) => {
    const { due } = read(text, ignored).todo
    const body = (close: () => void) =>
      createElement(DateChoice, {
        label: viewWords.value.dueDate,
        value: due,
        onChoose: (value: string | null) => say('due', value === null ? '' : fieldText(value)),
        onDone: close,
      })
    menu.value = { label: word.due, at, items: [], body }
  }
  const openPriority = (at: Element) =>
    openMenu(
      word.priority,
      at,
      (['high', 'medium', 'low', 'none'] as const).map((value) => ({
        name: word.priorities[value],
        run: () => say('priority', value === 'none' ? '' : marks[value]),
      })),
    )
  return (
    <div
      class="quick-buttons"
      role="toolbar"
      aria-label={viewWords.value.addToLine}
      // The keyboard stays open.
      onMouseDown={(event) => event.preventDefault()}
    >
      <IconButton icon={CalendarDays} label={word.due} onClick={(event) => openDate(event.currentTarget)} />
      <IconButton icon={Flag} label={word.priority} onClick={(event) => openPriority(event.currentTarget)} />
      <IconButton icon={AtSign} label={viewWords.value.list} onClick={() => begin('@')} />
      <IconButton icon={Hash} label={viewWords.value.labels} onClick={() => begin('#')} />
    </div>
  )
}
