/**
 * The field for filters: plain words, or the whole language; what can't be read is marked at its place, once it is
 * clear that it is wrong.
 */
import { CircleQuestionMark, Search, X } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX, RefObject } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { useComposed } from '../parts/composed.ts'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { focusTodo } from '../state/focus.ts'
import { route } from '../state/route.ts'
import type { Mistake } from '../state/search.ts'
import { filterProblem, viewWords } from '../words/later-words.ts'
import { Values } from './filter-chips.tsx'
import { FilterHelp } from './filter-help.tsx'
import type { Typed } from './typed.ts'

/** Whoever stops for so long at a word has written it. */
const pauseMs = 1_000

interface Props {
  typed: Typed
  mistake: Mistake | undefined
  /** The id of the first todo that was found. */
  first: string | undefined
  label: string
  /** Whether it has the focus from the start. */
  isFirst?: boolean
}

export function FilterField({ typed, mistake, first, label, isFirst }: Props): JSX.Element {
  const ref = useRef<HTMLInputElement>(null)
  const id = useId()
  const pause = usePause(typed.value)
  const hasHelp = useSignal(false)
  const composed = useComposed(typed.value, (text) => (typed.value = text))
  // In the same moment: letters that are typed after "/" are for this field.
  useLayoutEffect(() => {
    if (isFirst && !route.peek().todo) ref.current?.focus()
  }, [])
  const wrong = mistake && (pause.isOver || !isInLastWord(typed.value, mistake.at)) ? mistake : undefined
  const write = (text: string) => {
    typed.value = text
    ref.current?.focus()
  }
  return (
    <div class="filter-field">
      <div class={`search-field ${wrong ? 'is-wrong' : ''}`}>
        <Icon of={Search} />
        {wrong && <Marks text={typed.value} at={wrong.at} field={ref} />}
        <input
          ref={ref}
          type="text"
          role="searchbox"
          aria-label={label}
          placeholder={label}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          dir="auto"
          {...(wrong && { 'aria-invalid': true, 'aria-describedby': id })}
          {...composed}
          onBlur={pause.end}
          onKeyDown={(event) => {
            if (event.key === 'Enter') pause.end()
            // The text stays, as in any field; a button clears it.
            if (event.key === 'Escape' && typed.value) document.getElementById('todos')?.focus()
            else if (/^(ArrowDown|Enter)$/.test(event.key) && first && !mistake) focusTodo(first)
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
        {typed.value && <IconButton icon={X} label={viewWords.value.clearSearch} onClick={() => write('')} />}
        <IconButton
          icon={CircleQuestionMark}
          label={viewWords.value.filterHelp}
          aria-expanded={hasHelp.value}
          onClick={() => (hasHelp.value = !hasHelp.value)}
        />
      </div>
      <Values typed={typed} write={write} mistake={mistake} />
      <Wrong id={id} mistake={wrong} text={typed.value} write={write} />
      {hasHelp.value && <FilterHelp typed={typed} write={write} />}
    </div>
  )
}

/** Whether nothing stands behind the word that is there. */
const isInLastWord = (text: string, at: number): boolean => !/\s/.test(text.slice(at).trimStart())

/** Whether one has stopped typing, or left the field. */
function usePause(text: string): { isOver: boolean; end: () => void } {
  // What was there from the start was written before.
  const over = useSignal(text)
  useEffect(() => {
    const timer = setTimeout(() => (over.value = text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return { isOver: over.value === text, end: () => (over.value = text) }
}

interface MarksProps {
  text: string
  at: number
  field: RefObject<HTMLInputElement | null>
}

/** The same text under that of the field, unseen, with a line below what is wrong: a field itself can't have one. */
function Marks({ text, at, field }: MarksProps): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = field.current
    const follow = () => {
      if (ref.current && element) ref.current.scrollLeft = element.scrollLeft
    }
    follow()
    element?.addEventListener('scroll', follow)
    return () => element?.removeEventListener('scroll', follow)
  }, [text])
  const [begin, end] = placeOf(text, at)
  return (
    <div ref={ref} class="marks" aria-hidden dir="auto">
      {text.slice(0, begin)}
      <mark>{text.slice(begin, end)}</mark>
      {text.slice(end)}
    </div>
  )
}

/** The word at this place; at the end, where something is missing, the last one. */
function placeOf(text: string, at: number): [begin: number, end: number] {
  const [word] = /^("[^"]*"?|[^\s()]+|.)/u.exec(text.slice(at)) ?? []
  if (word?.trim()) return [at, at + word.length]
  const before = text.slice(0, at).trimEnd()
  return [before.search(/\S+$/), before.length]
}

interface WrongProps {
  id: string
  mistake: Mistake | undefined
  text: string
  write: (text: string) => void
}

function Wrong({ id, mistake, text, write }: WrongProps): JSX.Element {
  return (
    <div class="filter-wrong" id={id} role="status">
      {mistake && (
        <>
          <span class="field-error">
            {viewWords.value.sentences([filterProblem(mistake.code, mistake.params), ''])}
          </span>
          <button type="button" class="link-button" onClick={() => write(quote(text))}>
            {viewWords.value.searchText}
          </button>
        </>
      )}
    </div>
  )
}

const quote = (text: string): string => `"${text.trim().replaceAll(/["\\]/g, String.raw`\$&`)}"`
