/**
 * It offers names as a line is typed: labels behind # and lists behind @ that there are, and to
 * make what is not there. Names are found by their beginning, by a part, or by the initials of their pinyin. The
 * field keeps the focus: arrows choose, Enter and Tab take, Escape closes. Enter takes only what was chosen by an
 * arrow, since it adds the todo otherwise.
 */
import { useSignal } from '@preact/signals'
import type { JSX, RefObject } from 'preact'
import { useEffect, useId, useLayoutEffect } from 'preact/hooks'
import { OptionList, type Option } from '../parts/option-list.tsx'
import { optionAfter } from '../parts/options.ts'
import { folded } from '../state/folded.ts'
import { labelsInUse } from '../state/labels.ts'
import { pinyinInitials } from '../state/pinyin.ts'
import { may } from '../state/roles.ts'
import { announce } from '../state/toasts.ts'
import { lists } from '../state/todos.ts'
import { todoWords } from '../words/later-words.ts'
import { makeList, written } from './marks.ts'

type Field = HTMLTextAreaElement | HTMLInputElement

interface Props {
  field: RefObject<Field | null>
  text: string
  put: (text: string) => void
}

interface Mark {
  kind: '#' | '@'
  /** The mark is here in the text. */
  from: number
  query: string
}

const shownMax = 6
const making = 'make:'

export function Completion({ field, text, put }: Props): JSX.Element | null {
  const id = useId()
  const at = useSignal(-1)
  const caret = useSignal(text.length)
  const closed = useSignal<string | undefined>(undefined)
  useLayoutEffect(() => {
    caret.value = field.current?.selectionStart ?? text.length
    at.value = -1
  }, [text])
  const mark = closed.value === text ? undefined : markAt(text, caret.value)
  const options = mark ? optionsFor(mark) : []
  const isOpen = options.length > 0
  const take = (value: string) => {
    const { current } = field
    if (!mark || !current) return
    const isNew = value.startsWith(making)
    const name = isNew ? value.slice(making.length) : value
    if (isNew && mark.kind === '@') makeList(name)
    const before = `${text.slice(0, mark.from)}${written(mark.kind, name)} `
    const next = before + text.slice(caret.peek()).trimStart()
    closed.value = next
    // The next letter may come before the next drawing: text and caret are right at once.
    current.value = next
    current.setSelectionRange(before.length, before.length)
    current.focus()
    put(next)
  }
  useFieldKeys(field, {
    isOpen,
    hear(event) {
      const next = optionAfter(event.key, at.peek(), options.length)
      const chosen = options[at.peek()] ?? (event.key === 'Tab' ? options[0] : undefined)
      if (next !== undefined) at.value = next
      else if (event.key === 'Escape') closed.value = text
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) take(chosen.value)
      else return false
      return true
    },
    move: () => (caret.value = field.current?.selectionStart ?? caret.peek()),
    attributes: isOpen
      ? { 'aria-controls': id, ...(at.value >= 0 && { 'aria-activedescendant': `${id}-${at.value}` }) }
      : {},
  })
  useEffect(() => {
    if (isOpen) announce(todoWords.value.completions(options.length))
  }, [isOpen, options.length])
  if (!isOpen || !field.current) return null
  return (
    <OptionList
      id={id}
      label={mark?.kind === '#' ? todoWords.value.labelsToChoose : todoWords.value.listsToChoose}
      options={options}
      at={at.value}
      field={field.current}
      onChoose={take}
      onClose={() => (closed.value = text)}
    />
  )
}

interface Keys {
  isOpen: boolean
  /** @returns whether the key is done with */
  hear: (event: KeyboardEvent) => boolean
  /** The caret was moved. */
  move: () => void
  attributes: Readonly<Record<string, string>>
}

/** The field is somebody else's, who hears only the keys that are left. */
function useFieldKeys(field: RefObject<Field | null>, keys: Keys): void {
  // Keys are heard as soon as it is drawn: one may come before other effects run, and is for what is seen.
  useLayoutEffect(() => {
    const { current } = field
    const hear = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || !keys.isOpen) return
      if (!keys.hear(event)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    const move = () => document.activeElement === current && keys.move()
    current?.addEventListener('keydown', hear, true)
    document.addEventListener('selectionchange', move)
    return () => {
      current?.removeEventListener('keydown', hear, true)
      document.removeEventListener('selectionchange', move)
    }
  })
  useEffect(() => {
    const { current } = field
    const names = Object.entries({
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      ...keys.attributes,
    })
    for (const [name, value] of names) current?.setAttribute(name, value)
    return () => {
      for (const [name] of names) current?.removeAttribute(name)
    }
  }, [JSON.stringify(keys.attributes)])
}

/** A mark behind a word of Latin letters is a part of it, such as in an address. */
const beforeCaret = /(?<![\p{Script=Latin}\p{N}_.\\])([#＃@＠])([^\s#＃@＠"“”]{0,64})$/u

function markAt(text: string, caret: number): Mark | undefined {
  const [whole, sign, query = ''] = beforeCaret.exec(text.slice(0, caret)) ?? []
  if (whole === undefined) return undefined
  const kind = sign === '#' || sign === '＃' ? '#' : '@'
  return { kind, from: caret - whole.length, query }
}

function optionsFor({ kind, query }: Mark): Option[] {
  const wanted = folded(query)
  const all: Option[] =
    kind === '#'
      ? labelsInUse.value.map((label) => ({ value: label, text: `#${label}` }))
      : lists.value
          .filter(({ id }) => may(id, 'change'))
          .map(({ name, colour }) => ({ value: name, text: name, colour }))
  const ranked = all
    .map((option): [number, Option] => [rankOf(option.value, wanted), option])
    .filter(([rank]) => rank < none)
    .toSorted(([a], [b]) => a - b)
    .slice(0, shownMax)
    .map(([, option]) => option)
  const isThere = all.some(({ value }) => folded(value) === wanted)
  if (isThere && ranked.length === 1) return []
  if (isThere || !isName(kind, query)) return ranked
  const word = todoWords.value
  const text = kind === '#' ? word.makeLabel(query) : word.makeList(query)
  return [...ranked, { value: making + query, text }]
}

const none = 3

function rankOf(name: string, wanted: string): number {
  const text = folded(name)
  if (text.startsWith(wanted)) return 0
  if (wanted !== '' && pinyinInitials(name).startsWith(wanted)) return 1
  return text.includes(wanted) ? 2 : none
}

/** Digits alone behind # are the number of something. */
const isName = (kind: Mark['kind'], query: string): boolean =>
  kind === '#'
    ? /^[\p{L}\p{N}_][\p{L}\p{N}_./&-]*$/u.test(query) && /[^\d./-]/.test(query)
    : /^[\p{L}\p{N}_]/u.test(query)
