/** A button for what can not be taken back: it asks once more, in its place, and says what went wrong. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { troubleText } from '../state/trouble-text.ts'
import { words } from '../words/words.ts'

interface Props {
  name: string
  /** For those who do not see what it stands beside. */
  label?: string
  question: string
  run: () => Promise<unknown>
}

export function Sure({ name, label, question, run }: Props): JSX.Element {
  const isAsking = useSignal(false)
  const error = useSignal('')
  const yes = useRef<HTMLButtonElement>(null)
  const first = useRef<HTMLButtonElement>(null)
  const wasAsking = useRef(false)
  useEffect(() => {
    if (isAsking.value) yes.current?.focus()
    else if (wasAsking.current) first.current?.focus()
    wasAsking.current = isAsking.value
  }, [isAsking.value])
  if (!isAsking.value)
    return (
      <button
        ref={first}
        type="button"
        class="link-button"
        {...(label && { 'aria-label': label })}
        onClick={() => (isAsking.value = true)}
      >
        {name}
      </button>
    )
  return (
    <span class="sure" role="group" aria-label={label ?? name}>
      <span class="hint">{question}</span>
      <button
        ref={yes}
        type="button"
        class="button danger"
        onClick={() =>
          void run().then(
            () => (isAsking.value = false),
            (found: unknown) => (error.value = troubleText(found)),
          )
        }
      >
        {name}
      </button>
      <button type="button" class="button" onClick={() => (isAsking.value = false)}>
        {words.value.cancel}
      </button>
      <span class="field-error" role="alert">
        {error.value}
      </span>
    </span>
  )
}
