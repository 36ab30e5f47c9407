/**
 * Says below the name when a todo is due, how it repeats and so on, by a line of chips. Each opens what it is changed
 * with; those without a value are icons.
 */
import {
  Bell,
  CalendarClock,
  CalendarDays,
  Check,
  Flag,
  FolderInput,
  Repeat,
  Tag,
  type IconNode,
} from 'lucide'
import { useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { Icon } from '../parts/icon.tsx'
import { Popover } from '../parts/popover.tsx'
import { now } from '../state/clock.ts'
import { drafts } from '../state/drafts.ts'
import { wantsField } from '../state/focus.ts'
import { openPriorityMenu } from '../state/menus.ts'
import { listOf } from '../state/todos.ts'
import { dueText, isOverdue, momentText } from '../words/due.ts'
import { todoWords, viewWords } from '../words/later-words.ts'
import { reminderText } from '../words/reminder-text.ts'
import { repeatText } from '../words/repeat-text.ts'
import { words } from '../words/words.ts'
import { TodoDate } from './due-field.tsx'
import { chineseDayBehind } from './chinese-day.tsx'
import { FinishedAt } from './finished-at.tsx'
import { LabelsField } from './labels-field.tsx'
import { ListField } from './list-field.tsx'
import { RemindersField } from './reminders-field.tsx'
import { RepeatField } from './repeat-field.tsx'

type Field = 'due' | 'start' | 'repeat' | 'reminders' | 'labels' | 'list' | 'finishedAt'

/** It leads from what was left in a field to the chip that shows it again. */
const draftsOf: Readonly<Record<string, Field>> = {
  due: 'due',
  start: 'start',
  label: 'labels',
  finishedAt: 'finishedAt',
}

function fieldOfDraft(id: string): Field | undefined {
  for (const field of drafts.value.keys())
    if (field.startsWith(`${id} `)) {
      const found = draftsOf[field.slice(id.length + 1)]
      if (found) return found
    }
  return undefined
}

export function ChipLine({ todo }: { todo: Todo }): JSX.Element {
  const open = useSignal<Field | undefined>(undefined)
  const shown = useRef<Field>(undefined)
  useSignalEffect(() => {
    const field = fieldOfDraft(todo.id)
    if (field && field !== shown.current) open.value = field
    shown.current = field
  })
  useSignalEffect(() => {
    if (wantsField.value !== 'repeat') return
    open.value = 'repeat'
    wantsField.value = undefined
  })
  const chip: ChipOf = (field) => ({
    isOpen: open.value === field,
    onOpen: () => (open.value = field),
    onClose: () => {
      // Another one may have been opened meanwhile.
      if (open.peek() === field) open.value = undefined
    },
  })
  return (
    <div class="chip-line" role="group" aria-label={words.value.details}>
      <DateChip todo={todo} field="due" icon={CalendarDays} chip={chip} />
      <DateChip todo={todo} field="start" icon={CalendarClock} chip={chip} />
      <TimeChips todo={todo} chip={chip} />
      <PlaceChips todo={todo} chip={chip} />
    </div>
  )
}

type ChipOf = (field: Field) => Pick<ChipProps, 'isOpen' | 'onOpen' | 'onClose'>

interface ChipsProps {
  todo: Todo
  chip: ChipOf
}

interface DateChipProps extends ChipsProps {
  field: 'due' | 'start'
  icon: IconNode
}

function DateChip({ todo, field, icon, chip }: DateChipProps): JSX.Element {
  const value = todo[field]
  const { isOpen, ...acts } = chip(field)
  const isDue = field === 'due'
  // What was written and is no date is not taken for one, and waits there.
  const written = isOpen ? undefined : drafts.value.get(`${todo.id} ${field}`)?.text
  const isLate = isDue && value !== null && !todo.finished && isOverdue(value, now.value)
  return (
    <Chip
      isOpen={isOpen}
      {...acts}
      icon={icon}
      name={isDue ? words.value.due : viewWords.value.fields.start}
      text={
        written === undefined
          ? value && `${dueText(value, now.value)}${chineseDayBehind(value)}`
          : `${written}?`
      }
      tone={isLate ? 'late' : ''}
      isNamed={!isDue}
    >
      <TodoDate todo={todo} field={field} onDone={acts.onClose} />
    </Chip>
  )
}

/** They are about the dates: repeats, reminders, and when it was finished. */
function TimeChips({ todo, chip }: ChipsProps): JSX.Element {
  const { repeat, repeatFrom, finishedAt } = todo
  return (
    <>
      <Chip
        {...chip('repeat')}
        icon={Repeat}
        name={todoWords.value.repeat}
        text={repeat && repeatText(repeat, repeatFrom, now.value)}
      >
        <RepeatField todo={todo} />
      </Chip>
      <Chip {...chip('reminders')} icon={Bell} name={todoWords.value.reminders} text={remindersText(todo)}>
        <RemindersField todo={todo} />
      </Chip>
      {finishedAt && (
        <Chip
          {...chip('finishedAt')}
          icon={Check}
          name={viewWords.value.fields.finishedAt}
          text={momentText(finishedAt)}
        >
          <FinishedAt todo={todo} />
        </Chip>
      )}
    </>
  )
}

/** They say how it stands among others: priority, labels, list. */
function PlaceChips({ todo, chip }: ChipsProps): JSX.Element {
  const word = viewWords.value
  const { labels, priority } = todo
  return (
    <>
      <MenuChip
        icon={Flag}
        name={words.value.priority}
        text={priority === 'none' ? null : words.value.priorities[priority]}
        tone={priority}
        onOpen={(button) => openPriorityMenu([todo.id], button)}
      />
      <Chip
        {...chip('labels')}
        icon={Tag}
        name={word.labels}
        text={labels.map((label) => `#${label}`).join(' ')}
      >
        <LabelsField todo={todo} />
      </Chip>
      <Chip {...chip('list')} icon={FolderInput} name={word.list} text={listOf(todo.list)?.name ?? null}>
        <ListField todo={todo} />
      </Chip>
    </>
  )
}

function remindersText({ reminders: [first, ...more], due }: Todo): string | null {
  if (first === undefined) return null
  const text = reminderText(first, due, now.value)
  return more.length > 0 ? `${text} +${more.length}` : text
}

interface FaceProps {
  icon: IconNode
  name: string
  /** It is empty where there is none, and an icon does. */
  text: string | null
  tone?: string
  /** The text alone does not tell what it is of. */
  isNamed?: boolean
}

interface ChipProps extends FaceProps {
  isOpen: boolean
  onOpen: () => void
  onClose: () => void
  children: JSX.Element
}

function Chip({ isOpen, onOpen, onClose, children, ...face }: ChipProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        class={classOf(face)}
        title={face.name}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={isOpen ? onClose : onOpen}
      >
        <Face {...face} />
      </button>
      {isOpen && (
        <Anchored label={face.name} of={button} onClose={onClose}>
          {children}
        </Anchored>
      )}
    </>
  )
}

interface AnchoredProps {
  label: string
  of: { current: HTMLButtonElement | null }
  onClose: () => void
  children: JSX.Element
}

/** The chip may come into the document together with what it opens: there is no element to open it at before. */
function Anchored({ label, of, onClose, children }: AnchoredProps): JSX.Element | null {
  const at = useSignal<HTMLButtonElement | null>(null)
  useLayoutEffect(() => {
    // The focus goes back to the chip, wherever it was when this was asked for.
    of.current?.focus({ preventScroll: true })
    at.value = of.current
  }, [])
  if (!at.value) return null
  return (
    <Popover label={label} at={at.value} onClose={onClose}>
      {children}
    </Popover>
  )
}

interface MenuChipProps extends FaceProps {
  onOpen: (button: Element) => void
}

function MenuChip({ onOpen, ...face }: MenuChipProps): JSX.Element {
  return (
    <button
      type="button"
      class={classOf(face)}
      title={face.name}
      aria-haspopup="menu"
      onClick={(event) => onOpen(event.currentTarget)}
    >
      <Face {...face} />
    </button>
  )
}

const classOf = ({ text, tone = '' }: FaceProps): string => `chip ${text ? '' : 'is-empty'} ${tone}`

function Face({ icon, name, text, isNamed }: FaceProps): JSX.Element {
  return (
    <>
      <Icon of={icon} />
      <span class={text && isNamed ? '' : 'unseen'}>{name} </span>
      {text && <span class="chip-text">{text}</span>}
    </>
  )
}
