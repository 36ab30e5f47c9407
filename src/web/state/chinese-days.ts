/** Whether dates are shown with their day in the Chinese calendar is chosen for each device; at first they are not. */
import { computed, type ReadonlySignal, type Signal } from '@preact/signals'
import { kept } from '../device/settings.ts'
import { language } from '../words/words.ts'

export const chineseDays: Signal<'on' | 'off'> = kept('chinese-days', ['on', 'off'], 'off')

/** The calendar shows China's public holidays and the days worked for them, where that is chosen for the device. */
export const legalDays: Signal<'on' | 'off'> = kept('legal-days', ['on', 'off'], 'off')

/** It is offered to readers of Chinese and to people with the setting on. */
export const offersChineseDays: ReadonlySignal<boolean> = computed(
  () => language.value.startsWith('zh') || chineseDays.value === 'on',
)
