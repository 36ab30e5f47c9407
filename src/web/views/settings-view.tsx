/** What a person can choose for this device, and what this device has. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import packageJson from '../../../package.json' with { type: 'json' }
import { AccountSettings } from '../account/account-settings.tsx'
import { ExchangeSettings } from '../exchange/exchange-settings.tsx'
import { ReminderSettings } from '../reminders/reminder-settings.tsx'
import { languageChoice, letterKeys, theme, themes, weekStart, weekStarts } from '../device/settings.ts'
import { chineseDays, offersChineseDays } from '../state/chinese-days.ts'
import { allTodos, status, storageTrouble } from '../state/todos.ts'
import { ReminderChoice } from './reminder-choice.tsx'
import { ZoneChoice } from './zone-choice.tsx'
import { SyncMark } from '../sync/sync-mark.tsx'
import { calendarWords, todoWords, viewWords } from '../words/later-words.ts'
import { languages } from '../words/languages.ts'
import { chosenLanguage, language, words } from '../words/words.ts'

export function SettingsView(): JSX.Element {
  const word = words.value
  const languageNames = Object.entries(languages).map(([tag, { name }]) => [tag, name, tag] as const)
  return (
    <>
      <header class="title">
        <h1>{word.settings}</h1>
      </header>
      <div class="scroll settings">
        <AccountSettings />
        <ReminderSettings />
        <Choice
          name="theme"
          legend={viewWords.value.theme}
          chosen={theme.value}
          choose={(value) => (theme.value = value)}
          options={themes.map((each) => [each, viewWords.value.themes[each]])}
        />
        <Choice
          name="language"
          legend={viewWords.value.languageField}
          chosen={chosenLanguage.value}
          choose={(value) => (languageChoice.value = value)}
          options={[['system', viewWords.value.languageSystem], ...languageNames]}
        />
        <Choice
          name="keys"
          legend={viewWords.value.letterKeys}
          hint={viewWords.value.letterKeysHint}
          chosen={letterKeys.value}
          choose={(value) => (letterKeys.value = value)}
          options={[
            ['on', viewWords.value.on],
            ['off', viewWords.value.off],
          ]}
        />
        <Choice
          name="week-start"
          legend={calendarWords.value.weekStart}
          chosen={weekStart.value}
          choose={(value) => (weekStart.value = value)}
          options={weekStarts.map((each) => [each, calendarWords.value.weekStarts[each]])}
        />
        <ChineseDaysChoice />
        <ZoneChoice />
        <ReminderChoice />
        <section>
          <h2>{word.sync}</h2>
          <SyncMark />
        </section>
        <Device />
        <ExchangeSettings />
        <footer>
          <span>{viewWords.value.about(packageJson.version)}</span>
          <a class="link-button" href="api/v1/docs">
            {viewWords.value.apiDocs}
          </a>
        </footer>
      </div>
    </>
  )
}

interface ChoiceProps<T extends string> {
  name: string
  legend: string
  hint?: string
  chosen: T
  choose: (value: T) => void
  options: readonly (readonly [value: T, text: string, lang?: string])[]
}

function ChineseDaysChoice(): JSX.Element | null {
  const { on, off } = viewWords.value
  if (!offersChineseDays.value) return null
  return (
    <Choice
      name="chinese-days"
      legend={todoWords.value.chineseDays}
      hint={todoWords.value.chineseDaysHint}
      chosen={chineseDays.value}
      choose={(value) => (chineseDays.value = value)}
      options={[
        ['on', on],
        ['off', off],
      ]}
    />
  )
}

function Choice<T extends string>({
  name,
  legend,
  hint,
  chosen,
  choose,
  options,
}: ChoiceProps<T>): JSX.Element {
  const hintId = `${name}-hint`
  return (
    <fieldset {...(hint && { 'aria-describedby': hintId })}>
      <legend>{legend}</legend>
      {hint && (
        <p id={hintId} class="hint">
          {hint}
        </p>
      )}
      <div class="choices">
        {options.map(([value, text, lang]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => choose(value)}
            />
            <span {...(lang && { lang })}>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface Room {
  bytes: number
  isPersisted: boolean
}

function Device(): JSX.Element {
  const room = useSignal<Room | undefined>(undefined)
  const { waiting } = status.value
  // Anew whenever all is saved.
  useEffect(() => void measure().then((found) => (room.value = found)), [waiting === 0])
  const { storage } = viewWords.value
  const { onThisDevice, keptHere, notKeptHere, spaceUsed, persistent, evictable } = viewWords.value
  const trouble = storageTrouble.value
  const count = allTodos.value.length
  return (
    <section>
      <h2>{onThisDevice}</h2>
      {trouble === 'none' || trouble === 'full' ? (
        <p>
          {keptHere(count)} {room.value && spaceUsed(sizeText(room.value.bytes))}
        </p>
      ) : (
        <p>{notKeptHere(count)}</p>
      )}
      {trouble === 'none' && room.value && (
        <p class="hint">{room.value.isPersisted ? persistent : evictable}</p>
      )}
      {trouble !== 'none' && <p>{storage[trouble]}</p>}
    </section>
  )
}

async function measure(): Promise<Room | undefined> {
  try {
    const { usage = 0 } = await navigator.storage.estimate()
    return { bytes: usage, isPersisted: await navigator.storage.persisted() }
  } catch {
    return undefined
  }
}

function sizeText(bytes: number): string {
  const isSmall = bytes < 1_000_000
  return new Intl.NumberFormat(language.value, {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: isSmall ? 0 : 1,
  }).format(bytes / (isSmall ? 1_000 : 1_000_000))
}
