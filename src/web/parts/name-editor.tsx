/** A name that is being changed in place: Enter and leaving save, Escape does not, an empty one asks to delete. */
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { clientLimits } from '../../model/client-limits.ts'

interface Props {
  name: string
  label: string
  /** The text, trimmed, when it is another one. */
  onSave: (name: string) => void
  onEmpty: () => void
  /** @param byKey - whether the keyboard ended it, and should stay where it was */
  onEnd: (byKey: boolean) => void
}

export function NameEditor({ name, label, onSave, onEmpty, onEnd }: Props): JSX.Element {
  const ref = useRef<HTMLTextAreaElement>(null)
  const isEnded = useRef(false)
  const end = (saves: boolean, byKey: boolean) => {
    if (isEnded.current) return
    isEnded.current = true
    const text = oneLine(ref.current?.value ?? name)
    onEnd(byKey)
    if (!saves || text === name) return
    if (text === '') onEmpty()
    else onSave(text)
  }
  useLayoutEffect(() => {
    ref.current?.select()
    fit(ref.current)
    // A page that is closed or put away has saved what was written.
    const save = () => end(true, false)
    addEventListener('pagehide', save)
    return () => removeEventListener('pagehide', save)
  }, [])
  return (
    <textarea
      ref={ref}
      class="name-editor"
      rows={1}
      aria-label={label}
      maxLength={clientLimits.nameLengthMax}
      defaultValue={name}
      autoFocus
      enterkeyhint="done"
      onInput={(event) => fit(event.currentTarget)}
      onBlur={() => end(true, false)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.isComposing) return
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        end(event.key === 'Enter', true)
      }}
    />
  )
}

/** Names are of one line. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim()

/** As high as what is in it, where the browser does not do that by itself. */
function fit(element: HTMLTextAreaElement | null): void {
  if (!element || CSS.supports('field-sizing', 'content')) return
  element.style.height = 'auto'
  element.style.height = `${element.scrollHeight}px`
}
