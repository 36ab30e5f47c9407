/** What a person chose for this device, kept in the browser; where that is not allowed, for this visit. */
import { clocks, weekStarts, type AccountSettings } from '../../model/account-settings.ts'
import { effect, signal, type Signal } from '@preact/signals'

/** @param values - what can be chosen; without it anything */
export function kept<T extends string>(name: string, values: readonly T[] | undefined, usual: T): Signal<T> {
  const key = `aiotodo.${name}`
  const choice = signal(usual)
  try {
    const found = localStorage.getItem(key) as T | null
    if (found && (values?.includes(found) ?? true)) choice.value = found
    effect(() => localStorage.setItem(key, choice.value))
  } catch {
    // Storage is denied here.
  }
  return choice
}

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const theme: Signal<Theme> = kept('theme', themes, 'system')

/** It is a tag, or `system`; words/words.ts reads it, which knows the tags. */
export const languageChoice: Signal<string> = kept('language', undefined, 'system')

/** Whether letters alone do things: people who dictate or type with switches may not want that (WCAG 2.1.4). */
export const letterKeys: Signal<'on' | 'off'> = kept('keys', ['on', 'off'], 'on')

/** A week begins on this day, or where it is usual to. The account says so, on all devices. */
export const weekStart: Signal<AccountSettings['weekStart']> = kept('week-start', weekStarts, 'locale')
/** Times have 12 or 24 hours, or as is usual. */
export const clock: Signal<AccountSettings['clock']> = kept('clock', clocks, 'locale')

/** It says how close together todos stand on this device. */
export const densities = ['comfortable', 'compact'] as const
export const density: Signal<(typeof densities)[number]> = kept('density', densities, 'comfortable')

/** It says how wide the details are beside the todos, in pixels; empty is as usual. */
export const detailsWidth: Signal<string> = kept('details-width', undefined, '')

effect(() => {
  const { style } = document.documentElement
  const width = /^\d+$/.test(detailsWidth.value) && `clamp(20rem, ${detailsWidth.value}px, 45vw)`
  if (width) style.setProperty('--details', width)
  else style.removeProperty('--details')
})

effect(() => {
  if (density.value === 'compact') document.documentElement.dataset['density'] = density.value
  else delete document.documentElement.dataset['density']
})

effect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme.value
})

/**
 * Whether this device shows reminders as notifications. `open`: only while the page is open, as the browser has no push
 * service or can not reach it; `on`: at all times.
 */
export const remindings = ['off', 'open', 'on'] as const
export const reminding: Signal<(typeof remindings)[number]> = kept('reminders', remindings, 'off')
