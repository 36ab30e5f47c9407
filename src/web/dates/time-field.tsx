/** It asks for a time of the day: written as one likes, or out of a list in quarters of an hour. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { OptionList } from '../parts/option-list.tsx'
import { optionAfter } from '../parts/options.ts'
import { timeText } from '../words/due.ts'
import { dateWords } from '../words/later-words.ts'
import { readTime } from './read-date.ts'

const quarters = Array.from({ length: 96 }, (_, index) => {
  const minutes = index * 15
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
})

interface Props {
  label: string
  /** It is written as `17:00`; '' is none. */
  value: string
  onChoose: (time: string) => void
  /** Whether it may be left empty. */
  mayBeNone: boolean
}

export function TimeField(props: Props): JSX.Element {
  const { label, value } = props
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const { typed, read, at, isOpen, open, close, put, type, save, keys } = useTime(props)
  const isWrong = typed !== undefined && typed.trim() !== '' && read === undefined
  return (
    <>
      <input
        ref={input}
        class="field time-field"
        type="text"
        role="combobox"
        aria-label={label}
        aria-autocomplete="none"
        aria-expanded={isOpen}
        {...(isOpen && { 'aria-controls': id, 'aria-activedescendant': `${id}-${at}` })}
        {...(isWrong && { 'aria-invalid': true })}
        placeholder={dateWords.value.time}
        autocomplete="off"
        value={typed ?? (value && timeText(value))}
        onClick={open}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        onKeyDown={keys}
        onBlur={save}
      />
      {isOpen && (
        <OptionList
          id={id}
          label={label}
          options={quarters.map((each) => ({ value: each, text: timeText(each) }))}
          at={at}
          value={value}
          field={input.current as Element}
          onChoose={put}
          onClose={close}
        />
      )}
    </>
  )
}

function useTime({ value, onChoose, mayBeNone }: Props) {
  const typed = useSignal<string | undefined>(undefined)
  /** Enter would choose this option; -1 says that the list is closed. */
  const at = useSignal(-1)
  const isOpen = at.value >= 0
  const read = typed.value === undefined ? value : readTime(typed.value)
  const open = () => {
    if (!isOpen) at.value = quarters.findLastIndex((each) => each <= (read || '09:00'))
  }
  const close = () => void (at.value = -1)
  const put = (time: string) => {
    typed.value = undefined
    close()
    if (time !== value) onChoose(time)
  }
  const save = () => {
    close()
    if (typed.value === undefined) return
    if (typed.value.trim() !== '') return read ? put(read) : undefined
    if (mayBeNone) put('')
    else typed.value = undefined
  }
  const type = (text: string) => {
    typed.value = text
    close()
  }
  const keys = (event: KeyboardEvent) => {
    const { key } = event
    const next = isOpen ? optionAfter(key, at.value, quarters.length) : undefined
    if (next !== undefined) at.value = next
    else if (key === 'ArrowDown' || key === 'ArrowUp') open()
    else if (key === 'Enter' && isOpen) put(quarters[at.value] ?? value)
    else if (key === 'Enter') save()
    else if (key === 'Escape' && (isOpen || typed.value !== undefined)) {
      close()
      typed.value = undefined
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { typed: typed.value, read, at: at.value, isOpen, open, close, put, type, save, keys }
}
