/**
 * It lets one choose out of several, in place of the browser's own select: a combobox that is not typed into (WAI-
 * ARIA, "select-only combobox"). Letters that are typed find an option, Chinese ones also by the initials of their
 * pinyin.
 */
import { ChevronsUpDown } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX, RefObject } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { folded } from '../state/folded.ts'
import { pinyinInitials } from '../state/pinyin.ts'
import { Icon } from './icon.tsx'
import { OptionList, type Option } from './option-list.tsx'

interface Props {
  options: readonly Option[]
  value: string
  onChoose: (value: string) => void
  /** Its name, unless a label points to its id. */
  label: string
  id?: string
  /** In a form the value is sent under this name. */
  name?: string
  describedBy?: string
  disabled?: boolean
  button?: RefObject<HTMLButtonElement | null>
}

export function Choice(props: Props): JSX.Element {
  const { options, value, label, id, name, describedBy, disabled = false } = props
  const own = useRef<HTMLButtonElement>(null)
  const button = props.button ?? own
  const listId = useId()
  const { at, isOpen, chosen, open, close, choose, keys } = useChoice(props)
  return (
    <>
      <button
        ref={button}
        type="button"
        class="field choice"
        role="combobox"
        {...(id && { id })}
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        {...(isOpen && { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${at}` })}
        {...(describedBy && { 'aria-describedby': describedBy })}
        disabled={disabled}
        data-value={value}
        onClick={({ currentTarget }) => {
          // Safari does not focus a button that is pressed.
          currentTarget.focus({ preventScroll: true })
          if (isOpen) close()
          else open()
        }}
        onBlur={close}
        onKeyDown={keys}
      >
        {chosen?.colour && <span class="dot" data-colour={chosen.colour} />}
        <span class="grows" dir="auto">
          {chosen?.text}
        </span>
        <Icon of={ChevronsUpDown} />
      </button>
      {name && <input type="hidden" name={name} value={value} />}
      {isOpen && (
        <OptionList
          id={listId}
          label={label}
          options={options}
          at={at}
          value={value}
          field={button.current as Element}
          onChoose={choose}
          onClose={close}
        />
      )}
    </>
  )
}

interface FormChoiceProps {
  name: string
  label: string
  options: readonly (readonly [value: string, text: string])[]
}

/** It is a choice with its label in a form, which sends the first option unless another one is chosen. */
export function FormChoice({ name, label, options }: FormChoiceProps): JSX.Element {
  const value = useSignal(options[0]?.[0] ?? '')
  return (
    <div class="form-field">
      <span class="name" aria-hidden>
        {label}
      </span>
      <Choice
        name={name}
        label={label}
        value={value.value}
        options={options.map(([each, text]) => ({ value: each, text }))}
        onChoose={(chosen) => (value.value = chosen)}
      />
    </div>
  )
}

function useChoice({ options, value, onChoose }: Props) {
  const at = useSignal(-1)
  const letters = useTypeAhead(options)
  const isOpen = at.value >= 0
  const index = options.findIndex((option) => option.value === value)
  const open = () => {
    letters.forget()
    at.value = Math.max(0, index)
  }
  const close = () => void (at.value = -1)
  const choose = (next: string | undefined) => {
    close()
    if (next !== undefined && next !== value) onChoose(next)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return
    const { key } = event
    const isWord = key === ' ' && letters.isTyping()
    const present = isOpen ? at.value : Math.max(0, index)
    const next = nextOption(event, present, options.length) ?? letters(key, present)
    if (isOpen && key === 'Tab') return choose(options[at.value]?.value)
    if (isOpen && key === 'Escape') close()
    else if (!isOpen && !isWord && /^(Enter| |ArrowDown|ArrowUp)$/.test(key)) open()
    else if (isOpen && !isWord && isChoosing(event)) choose(options[at.value]?.value)
    else if (next !== undefined) at.value = next
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { at: at.value, isOpen, chosen: options[index], open, close, choose, keys }
}

const isChoosing = ({ key, altKey }: KeyboardEvent): boolean =>
  key === 'Enter' || key === ' ' || (key === 'ArrowUp' && altKey)

const page = 10

function nextOption({ key, altKey }: KeyboardEvent, at: number, count: number): number | undefined {
  if (altKey || count === 0) return undefined
  const target = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }[key]
  return target === undefined ? undefined : Math.min(Math.max(target, 0), count - 1)
}

/** A pause this long begins another word. */
const pauseMs = 700

interface TypeAhead {
  (key: string, at: number): number | undefined
  isTyping: () => boolean
  forget: () => void
}

/** Goes to the next option that begins with what is typed; the same letter again goes on to the one after it. */
function useTypeAhead(options: readonly Option[]): TypeAhead {
  const typed = useRef({ text: '', at: 0 })
  const isTyping = () => typed.current.text !== '' && performance.now() - typed.current.at < pauseMs
  const find = (key: string, at: number) => {
    if (key.length !== 1 || (key === ' ' && !isTyping())) return undefined
    const text = folded((isTyping() ? typed.current.text : '') + key)
    typed.current = { text, at: performance.now() }
    const isOneLetter = [...text].every((letter) => letter === text[0])
    const from = isOneLetter ? at + 1 : at
    const order = [...options.keys()].map((index) => (index + from) % options.length)
    return order.find((index) => begins(options[index] as Option, isOneLetter ? (text[0] ?? '') : text))
  }
  return Object.assign(find, { isTyping, forget: () => void (typed.current.text = '') })
}

const begins = ({ text, also = '' }: Option, typed: string): boolean =>
  folded(text).startsWith(typed) || pinyinInitials(text).startsWith(typed) || folded(also).startsWith(typed)
