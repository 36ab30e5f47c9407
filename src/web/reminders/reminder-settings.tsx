/** Reminders on this device: switched on and off, tried out, and what is in their way. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { troubleText } from '../state/trouble-text.ts'
import { reminderWords } from '../words/later-words.ts'
import { reminding } from '../device/settings.ts'
import { hindrance, switchOff, switchOn, tryOut } from './device.ts'
import { watchReminders } from './watch.ts'

export function ReminderSettings(): JSX.Element {
  const word = reminderWords.value
  const isBusy = useSignal(false)
  const error = useSignal('')
  const said = useSignal('')
  const isOn = reminding.value !== 'off'
  const run = async (work: () => Promise<string | undefined>) => {
    if (isBusy.value) return
    isBusy.value = true
    error.value = said.value = ''
    try {
      said.value = (await work()) ?? ''
    } catch (trouble) {
      error.value = troubleText(trouble)
    }
    isBusy.value = false
  }
  const change = () =>
    run(async () => {
      if (isOn) return void (await switchOff())
      const found = await switchOn()
      error.value = found ? word.hindrances[found] : ''
      watchReminders()
      return undefined
    })
  const test = () =>
    run(async () => {
      await tryOut()
      return word.sent
    })
  // Taken back in the browser's own settings.
  const isForbidden = isOn && hindrance() !== undefined
  return (
    <section aria-label={word.reminders}>
      <h3>{word.reminders}</h3>
      <p>{word.states[reminding.value]}</p>
      <p class="hint">{word.hint}</p>
      <div class="answers">
        <button type="button" class="button" aria-disabled={isBusy.value} onClick={() => void change()}>
          {isOn ? word.switchOff : word.switchOn}
        </button>
        {isOn && (
          <button type="button" class="button" aria-disabled={isBusy.value} onClick={() => void test()}>
            {word.test}
          </button>
        )}
        <p role="status">{said.value}</p>
      </div>
      <p class="field-error" role="alert">
        {error.value || (isForbidden ? word.hindrances[hindrance() ?? 'denied'] : '')}
      </p>
    </section>
  )
}
