/** It is a small dialog beside what opened it, and not modal. */
import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { isCoarse } from '../state/layout.ts'
import { useOver, type At } from './use-over.ts'

interface Props {
  label: string
  /** It opens here. */
  at: At
  class?: string
  onClose: () => void
  children: ComponentChildren
}

export function Popover({ label, at, onClose, children, ...props }: Props): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  useOver(element, at, onClose)
  useLayoutEffect(() => {
    const { current } = element
    if (!current || current.contains(document.activeElement)) return
    // On a phone a field would open the keyboard over it.
    const first = isCoarse.peek() ? null : current.querySelector<HTMLElement>('[data-first-focus]')
    ;(first ?? current).focus({ preventScroll: true })
  }, [])
  return (
    <div
      ref={element}
      class={`popover ${props.class ?? ''}`}
      role="dialog"
      aria-label={label}
      popover="manual"
      tabIndex={-1}
      // Nothing below it hears its keys.
      onKeyDown={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  )
}
