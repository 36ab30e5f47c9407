/**
 * This is the one field for a date: it reads words ("fri 5pm", 下周三), says what it understands while they are typed,
 * and opens a calendar. Wherever a date is asked for, it is asked by this.
 */
import { CalendarDays } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { useAfterPress } from '../parts/after-press.ts'
import { useDraft, type FieldDraft } from '../parts/draft.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { Popover } from '../parts/popover.tsx'
import { now } from '../state/clock.ts'
import { offerBack } from '../state/drafts.ts'
import { announce } from '../state/toasts.ts'
import { dueParts, dueText, localZone } from '../words/due.ts'
import { repeatText } from '../words/repeat-text.ts'
import { dateWords, viewWords } from '../words/later-words.ts'
import { language } from '../words/words.ts'
import { DateChoice, type ChoiceProps } from './date-choice.tsx'
import { readDate, type DateReading } from './read-date.ts'

export interface DateFieldProps extends Omit<ChoiceProps, 'onDone'> {
  /**
   * What was typed and is no date yet is kept under this name (state/drafts.ts); without it, it goes with the field.
   */
  draft?: string
  /** It takes a repeat that is written as well; without it only dates are read. */
  onRepeat?: (value: string, repeat: string) => void
  /** In a form the value is sent under this name. */
  name?: string
  error?: string | undefined
  /** It has no calendar of its own, as it stands above one. */
  isBare?: boolean
  isFirst?: boolean
  /** It is called when Enter has chosen. */
  onDone?: () => void
}

export function DateField(props: DateFieldProps): JSX.Element {
  return props.draft === undefined ? <PlainField {...props} /> : <KeptField {...props} draft={props.draft} />
}

function PlainField(props: DateFieldProps): JSX.Element {
  const typed = useSignal<string | undefined>(undefined)
  const stored = fieldText(props.value)
  const save = (): boolean => {
    const isDone = typed.value === undefined || take(props, typed.value)
    if (isDone) typed.value = undefined
    return isDone
  }
  const drop = () => (typed.value = undefined)
  const isTyped = typed.value !== undefined && typed.value !== stored
  const type = (text: string) => (typed.value = text)
  return (
    <WordField
      {...props}
      text={{ text: typed.value ?? stored, isTyped, theirs: undefined, type, save, drop }}
    />
  )
}

function KeptField(props: DateFieldProps & { draft: string }): JSX.Element {
  const text = useDraft({
    field: props.draft,
    stored: fieldText(props.value),
    // A page that is only put away is typed into again: half a word is no date yet.
    save: (typed, { why }) => why === 'leave' && take(props, typed),
  })
  return <WordField {...props} text={text} />
}

/** @returns whether it was a date, or none where there may be none */
function take(props: DateFieldProps, typed: string): boolean {
  if (typed.trim() === '') {
    if (props.allowed?.none === false) return true
    if (props.value !== null) props.onChoose(null)
    return true
  }
  const read = readFor(props, typed)
  if (!read) return false
  if (read.repeat !== undefined) props.onRepeat?.(read.value, read.repeat)
  else if (read.value !== props.value) props.onChoose(read.value)
  return true
}

function readFor({ value, allowed = {}, onRepeat }: DateFieldProps, typed: string): DateReading | undefined {
  const { time = 'may', isPast, from, to } = allowed
  const { date, zone } = value === null ? { date: undefined, zone: '' } : dueParts(value)
  const options = { now: now.peek(), zone: zone || localZone(), day: date, isPast }
  const read = readDate(typed, options)
  if (!read || (read.repeat !== undefined && !onRepeat)) return undefined
  const day = read.value.slice(0, 10)
  if ((from && day < from) || (to && day > to)) return undefined
  if (time === 'not') return { ...read, value: day }
  if (time === 'must' && read.value.length === 10)
    return { ...read, value: `${day}T${value?.slice(11, 16) || '09:00'}[${options.zone}]` }
  return read
}

/** As it can be typed, too: the reader takes it for the same date. */
export function fieldText(value: string | null): string {
  if (value === null) return ''
  const { date, time } = dueParts(value)
  const seconds = /^:\d\d/.exec(value.slice(16))?.[0] ?? ''
  const format = new Intl.DateTimeFormat(language.value, {
    dateStyle: 'medium',
    ...(time && { timeStyle: seconds ? 'medium' : 'short' }),
    timeZone: 'UTC',
  })
  return format.format(new Date(`${date}T${time || '00:00'}${seconds}Z`)).replaceAll('\u202f', ' ')
}

const pauseMs = 700

function WordField(props: DateFieldProps & { text: FieldDraft }): JSX.Element {
  const { label, value, name, error, text, isBare } = props
  const box = useRef<HTMLDivElement>(null)
  const isOpen = useSignal(false)
  // What was left so before is told at once.
  const isLeft = useSignal(text.isTyped)
  const id = useId()
  const isMeant = text.isTyped && text.text.trim() !== ''
  const read = isMeant ? readFor(props, text.text) : undefined
  const isWrong = isMeant && !read
  const said = read ? readText(read) : isWrong ? dateWords.value.notUnderstood : ''
  useSaid(said)
  const toCalendar = () => {
    if (isBare) box.current?.parentElement?.querySelector<HTMLElement>('.calendar [tabindex="0"]')?.focus()
    else isOpen.value = true
  }
  const hint = error || (isWrong && isLeft.value ? dateWords.value.writeLike : '')
  return (
    <div class="date-field" ref={box}>
      <div class="field date-words">
        <Words
          {...props}
          describedBy={`${id}-read ${id}-hint`}
          isWrong={hint !== ''}
          leave={(isOver) => (isLeft.value = isOver)}
          toCalendar={toCalendar}
        />
        <span id={`${id}-read`} class={isWrong ? 'is-wrong' : ''}>
          {said}
        </span>
        {!isBare && (
          <IconButton
            icon={CalendarDays}
            label={dateWords.value.openCalendar(label)}
            aria-haspopup="dialog"
            aria-expanded={isOpen.value}
            onClick={() => (isOpen.value = !isOpen.value)}
          />
        )}
      </div>
      {name && <input type="hidden" name={name} value={isWrong ? '' : (value ?? '')} />}
      <p class={error ? 'field-error' : 'warning'} id={`${id}-hint`} role="status">
        {hint}
      </p>
      <p class="warning" role="status">
        {text.theirs !== undefined && viewWords.value.changedElsewhere(text.theirs)}
      </p>
      {isOpen.value && (
        <Popover
          label={label}
          class="date-popover"
          at={box.current?.firstElementChild as Element}
          onClose={() => (isOpen.value = false)}
        >
          <DateChoice {...props} onDone={() => (isOpen.value = false)} />
        </Popover>
      )}
    </div>
  )
}

interface WordsProps extends DateFieldProps {
  text: FieldDraft
  describedBy: string
  isWrong: boolean
  /** Told whether the typing is over. */
  leave: (isOver: boolean) => void
  toCalendar: () => void
}

function Words(props: WordsProps): JSX.Element {
  const { label, name, text, isFirst, onDone, describedBy, isWrong, leave, toCalendar } = props
  const input = useRef<HTMLInputElement>(null)
  const afterPress = useAfterPress()
  const keys = (event: KeyboardEvent) => {
    // In a form Enter sends what was taken before.
    if (event.key === 'Enter' && name && !text.isTyped) return
    if (event.key === 'Enter') {
      leave(true)
      if (text.save()) onDone?.()
    } else if (event.key === 'Escape' && text.isTyped) {
      if (props.draft === undefined) text.drop()
      else offerBack(props.draft, () => input.current?.focus({ preventScroll: true }))
    } else if (event.key === 'ArrowDown') toCalendar()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <input
      ref={input}
      type="text"
      aria-label={label}
      aria-describedby={describedBy}
      {...(isWrong && { 'aria-invalid': true })}
      {...(name && { 'data-name': name })}
      {...(isFirst && { 'data-first-focus': true })}
      placeholder={dateWords.value.placeholder}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      enterkeyhint="done"
      value={text.text}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onInput={({ currentTarget }) => {
        leave(false)
        text.type(currentTarget.value)
      }}
      onBlur={() => {
        afterPress(() => leave(true))
        if (document.hasFocus()) text.save()
      }}
      onKeyDown={keys}
    />
  )
}

/** What is understood is read out when the typing pauses. */
function useSaid(said: string): void {
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => announce(said), pauseMs)
    return () => clearTimeout(timer)
  }, [said])
}

function readText({ value, repeat }: DateReading): string {
  const when = dueText(value, now.value)
  return repeat === undefined ? when : `${repeatText(repeat, 'due', now.value)} · ${when}`
}

/** It has all in one, for popovers: the words stand above their calendar. */
export function DatePanel(props: DateFieldProps): JSX.Element {
  return (
    <div class="date-panel">
      <DateField {...props} isBare isFirst />
      <DateChoice {...props} />
    </div>
  )
}
