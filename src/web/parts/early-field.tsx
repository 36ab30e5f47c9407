/**
 * A field in the place of one that has yet to be loaded: what is typed meanwhile, however long that takes, is in the
 * real one when it comes, which takes the focus in the same moment.
 */
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Undefined while there is no such field. */
let typed: string | undefined
/** Resolves when no word is half written with an input method: its letters would be lost with the field. */
let composed: Promise<void> | undefined

export function EarlyField({ label, value = '' }: { label: string; value?: string }): JSX.Element {
  const ref = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null
    typed = value
    ref.current?.focus()
    return () => {
      // What comes in its place in this moment has read it by then.
      queueMicrotask(() => (typed = undefined))
      // That gives the focus back to where it was.
      opener?.focus({ preventScroll: true })
    }
  }, [])
  return (
    <input
      ref={ref}
      type="text"
      aria-label={label}
      placeholder={label}
      autocomplete="off"
      defaultValue={value}
      onInput={(event) => (typed = event.currentTarget.value)}
      onCompositionStart={({ currentTarget }) => {
        composed = new Promise((resolve) => {
          const end = () => resolve((composed = undefined))
          currentTarget.addEventListener('compositionend', end, { once: true })
          currentTarget.addEventListener('blur', end, { once: true })
        })
      }}
    />
  )
}

/** What is typed early; undefined where the real field was there at once. */
export const typedEarly = (): string | undefined => typed

export const untilComposed = async (): Promise<void> => composed
