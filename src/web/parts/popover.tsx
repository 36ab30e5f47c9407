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

function focusIn(panel: HTMLElement): void {
  // On a phone a field would open the keyboard over it.
  const first = panel.querySelector<HTMLElement>(
    isCoarse.peek()
      ? 'button[role=combobox]'
      : '[data-first-focus], input:not([type=hidden]), textarea, [role=combobox]',
  )
  ;(first ?? panel).focus({ preventScroll: true })
}

export function Popover({ label, at, onClose, children, ...props }: Props): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  useOver(element, at, onClose)
  useLayoutEffect(() => {
    const { current } = element
    if (!current) return
    if (!current.contains(document.activeElement)) focusIn(current)
    // What had the focus may go, as a form does that was answered.
    const watch = new MutationObserver(() => document.activeElement === document.body && focusIn(current))
    watch.observe(current, { childList: true, subtree: true })
    return () => watch.disconnect()
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
