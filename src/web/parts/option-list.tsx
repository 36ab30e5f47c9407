/** It shows the options below a field that keeps the focus: a listbox (WAI-ARIA) in the top layer. */
import { Check } from 'lucide'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { useOver } from './use-over.ts'

export interface Option {
  value: string
  text: string
  /** It is the colour of a list, shown as a dot before the text. */
  colour?: string
  /** It is found by this as well, such as by another name. */
  also?: string
}

interface Props {
  id: string
  label: string
  options: readonly Option[]
  /** Enter would choose this option; -1 is none. */
  at: number
  value?: string | undefined
  /** The field, below which it opens. */
  field: Element
  onChoose: (value: string) => void
  onClose: () => void
}

export function OptionList({ id, label, options, at, value, field, onChoose, onClose }: Props): JSX.Element {
  const element = useRef<HTMLUListElement>(null)
  useLayoutEffect(() => {
    const { width } = field.getBoundingClientRect()
    if (element.current) element.current.style.minWidth = `${width}px`
  }, [])
  useOver(element, field, onClose)
  useLayoutEffect(() => {
    element.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <ul ref={element} id={id} class="option-list" role="listbox" aria-label={label} popover="manual">
      {options.map((option, index) => (
        <li
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={option.value === value}
          class={index === at ? 'is-at' : ''}
          data-value={option.value}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(option.value)}
        >
          {option.colour && <span class="dot" data-colour={option.colour} />}
          <span class="grows" dir="auto">
            {option.text}
          </span>
          {option.value === value && <Icon of={Check} />}
        </li>
      ))}
    </ul>
  )
}
