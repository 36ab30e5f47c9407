/** A date and a time that are over. */
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { dateText } from '../words/due.ts'
import { viewWords } from '../words/later-words.ts'

const hourMs = 60 * 60 * 1_000

/** As the field has it, in the device's zone. */
export function localText(date: Date): string {
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${dateText(date)}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')}`
}

/** @returns RFC 3339; undefined when it is no moment, or to come */
export function readMoment(text: string): string | undefined {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) || date.getTime() > Date.now() ? undefined : date.toISOString()
}

interface Props {
  label: string
  error?: string | undefined
}

export function MomentField({ label, error }: Props): JSX.Element {
  const id = useId()
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <input
        class="field"
        type="datetime-local"
        step={1}
        id={id}
        name="moment"
        max={localText(new Date())}
        defaultValue={localText(new Date(Date.now() - hourMs))}
        required
        {...(error && { 'aria-invalid': true, 'aria-describedby': `${id}-error` })}
      />
      <p class="field-error" id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  )
}

export const momentWrong = (): string => viewWords.value.momentWrong
