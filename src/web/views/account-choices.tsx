/**
 * These are chosen for all devices of the account. It is on the server, so it can be changed only when that is there;
 * what was chosen last is kept here.
 */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { clocks, startPages, weekStarts, type AccountSettings } from '../../model/account-settings.ts'
import { clock, weekStart } from '../device/settings.ts'
import { Choice } from '../parts/choice.tsx'
import { settings } from '../state/account-settings.ts'
import { chooseSettings } from '../state/choose-settings.ts'
import { may } from '../state/roles.ts'
import { defaultList, lists, status } from '../state/todos.ts'
import { troubleText } from '../state/trouble-text.ts'
import { calendarWords, settingWords, todoWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { RadioChoice } from './radio-choice.tsx'

const isIn = (): boolean => status.value.phase === 'in sync'

function useChoosing() {
  const error = useSignal('')
  const set = (changes: Partial<AccountSettings>) => {
    error.value = ''
    chooseSettings(changes).catch((trouble: unknown) => (error.value = troubleText(trouble)))
  }
  return { set, note: <Note error={error.value} /> }
}

function Note({ error }: { error: string }): JSX.Element {
  return (
    <>
      {!isIn() && <p class="hint">{todoWords.value.zoneOffline}</p>}
      <p class="field-error" role="alert">
        {error}
      </p>
    </>
  )
}

/** They say where the page begins, and where todos go that name no list. */
export function StartChoices(): JSX.Element {
  const { set, note } = useChoosing()
  const word = settingWords.value
  const { today, upcoming, calendar } = words.value
  const { startPage, addTo } = settings.value
  const own = lists.value.filter(({ id }) => may(id, 'change'))
  const names = { list: word.theDefaultList, today, upcoming, calendar }
  return (
    <>
      <RadioChoice
        name="start-page"
        legend={word.startPage}
        hint={word.startPageHint}
        disabled={!isIn()}
        chosen={startPage}
        choose={(value) => set({ startPage: value })}
        options={startPages.map((each) => [each, names[each]])}
      />
      <section>
        <h3>{word.addTo}</h3>
        <p class="hint">{word.addToHint}</p>
        <Choice
          label={word.addTo}
          disabled={!isIn()}
          value={own.some(({ id }) => id === addTo) ? (addTo ?? '') : ''}
          options={[
            { value: '', text: word.theDefaultList },
            ...own
              .filter(({ id }) => id !== defaultList())
              .map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChoose={(value) => set({ addTo: value || null })}
        />
      </section>
      {note}
    </>
  )
}

/** They say on which day a week begins, and how times are written. */
export function DateChoices(): JSX.Element {
  const { set, note } = useChoosing()
  const word = settingWords.value
  const { weekStart: legend, weekStarts: days } = calendarWords.value
  return (
    <>
      <RadioChoice
        name="week-start"
        legend={legend}
        disabled={!isIn()}
        chosen={weekStart.value}
        choose={(value) => set({ weekStart: value })}
        options={weekStarts.map((each) => [each, days[each]])}
      />
      <RadioChoice
        name="clock"
        legend={word.clock}
        disabled={!isIn()}
        chosen={clock.value}
        choose={(value) => set({ clock: value })}
        options={clocks.map((each) => [each, word.clocks[each]])}
      />
      {note}
    </>
  )
}
