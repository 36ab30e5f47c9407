/** It asks for a date and a time that are over. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { DateField } from '../dates/date-field.tsx'
import { dateText, localZone } from '../words/due.ts'
import { viewWords } from '../words/later-words.ts'

const hourMs = 60 * 60 * 1_000

/** What is over has seconds, in the device's zone: `2026-12-31T09:00:05[Europe/Berlin]`. */
export function localText(date: Date): string {
  const pad = (part: number) => String(part).padStart(2, '0')
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')
  return `${dateText(date)}T${clock}[${localZone()}]`
}

/** @returns RFC 3339; undefined when it is no moment, or to come */
export function readMoment(text: string): string | undefined {
  const date = new Date(text.split('[')[0] ?? '')
  return Number.isNaN(date.getTime()) || date.getTime() > Date.now() ? undefined : date.toISOString()
}

/** Days and times that are over may be chosen, and never none. */
export const isOver = { none: false, time: 'must', isPast: true } as const

interface Props {
  label: string
  error?: string | undefined
}

export function MomentField({ label, error }: Props): JSX.Element {
  const value = useSignal(localText(new Date(Date.now() - hourMs)))
  return (
    <div class="form-field">
      <span class="name" aria-hidden>
        {label}
      </span>
      <DateField
        label={label}
        name="moment"
        value={value.value}
        allowed={isOver}
        error={error}
        onChoose={(moment) => (value.value = moment ?? value.peek())}
      />
    </div>
  )
}

export const momentWrong = (): string => viewWords.value.momentWrong
