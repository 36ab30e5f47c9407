/**
 * It lets one choose out of hundreds: a field that finds among them what is typed (WAI-ARIA, "editable combobox with
 * list autocomplete"). What is no option is never taken.
 */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { folded } from '../state/folded.ts'
import { pinyinInitials } from '../state/pinyin.ts'
import { dateWords } from '../words/later-words.ts'
import { useComposed } from './composed.ts'
import { OptionList, type Option } from './option-list.tsx'
import { optionAfter } from './options.ts'

interface Props {
  options: readonly Option[]
  value: string
  onChoose: (value: string) => void
  label: string
  describedBy?: string
  disabled?: boolean
}

export function SearchChoice(props: Props): JSX.Element {
  const { options, value, label, describedBy, disabled = false } = props
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const { typed, found, at, isOpen, open, close, type, choose, keys } = useSearch(props)
  const composed = useComposed(typed ?? options.find((option) => option.value === value)?.text ?? '', type)
  return (
    <>
      <input
        ref={input}
        class="field"
        type="text"
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        {...(isOpen && { 'aria-controls': id })}
        {...(isOpen && at >= 0 && { 'aria-activedescendant': `${id}-${at}` })}
        {...(describedBy && { 'aria-describedby': describedBy })}
        disabled={disabled}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        data-value={value}
        {...composed}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onClick={open}
        onKeyDown={keys}
        onBlur={close}
      />
      {isOpen && found.length > 0 && (
        <OptionList
          id={id}
          label={label}
          options={found}
          at={at}
          value={value}
          field={input.current as Element}
          onChoose={choose}
          onClose={close}
        />
      )}
      {isOpen && found.length === 0 && <p class="hint">{dateWords.value.nothingFound}</p>}
    </>
  )
}

function useSearch({ options, value, onChoose }: Props) {
  const typed = useSignal<string | undefined>(undefined)
  const at = useSignal(-1)
  const isOpen = useSignal(false)
  const found = typed.value === undefined ? options : foundIn(options, typed.value)
  const open = () => {
    if (isOpen.value) return
    isOpen.value = true
    at.value = found.findIndex((option) => option.value === value)
  }
  const close = () => {
    isOpen.value = false
    typed.value = undefined
  }
  const type = (text: string) => {
    typed.value = text
    isOpen.value = true
    at.value = 0
  }
  const choose = (next: string) => {
    close()
    if (next !== value) onChoose(next)
  }
  const keys = (event: KeyboardEvent) => {
    const next = isOpen.value ? optionAfter(event.key, at.value, found.length) : undefined
    const option = found[at.value]
    if (next !== undefined) at.value = next
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') open()
    else if (event.key === 'Enter' && isOpen.value && option) choose(option.value)
    else if (event.key === 'Escape' && isOpen.value) close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { typed: typed.value, found, at: at.value, isOpen: isOpen.value, open, close, type, choose, keys }
}

/** It sorts options that begin with it, or have a word that does, to the front. */
function foundIn(options: readonly Option[], typed: string): Option[] {
  const query = folded(typed.trim())
  const ranks = options.map((option): [number, Option] => {
    const text = folded(option.text)
    const also = folded(option.also ?? '')
    if ([text, also, pinyinInitials(option.text)].some((each) => each.startsWith(query))) return [0, option]
    if (`${text} ${also}`.split(/[\s/]+/).some((word) => word.startsWith(query))) return [1, option]
    return [text.includes(query) ? 2 : 3, option]
  })
  return ranks
    .filter(([rank]) => rank < 3)
    .toSorted(([a], [b]) => a - b)
    .map(([, option]) => option)
}
