/** The settings stand in sections, with a list of them at the side; what administrators do is apart. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import packageJson from '../../../package.json' with { type: 'json' }
import { AccountSettings, Administration } from '../account/account-settings.tsx'
import { Mark } from '../parts/mark.tsx'
import { ExchangeSettings } from '../exchange/exchange-settings.tsx'
import { ReminderSettings } from '../reminders/reminder-settings.tsx'
import { densities, density, languageChoice, letterKeys, theme, themes } from '../device/settings.ts'
import { chineseDays, offersChineseDays } from '../state/chinese-days.ts'
import { whoIs } from '../state/entry.ts'
import { hrefOf } from '../state/route.ts'
import { account } from '../state/who.ts'
import { useLoaded } from '../parts/use-loaded.ts'
import { DateChoices, StartChoices } from './account-choices.tsx'
import { Device } from './device-room.tsx'
import { RadioChoice } from './radio-choice.tsx'
import { ReminderChoice } from './reminder-choice.tsx'
import { ZoneChoice } from './zone-choice.tsx'
import { SyncMark } from '../sync/sync-mark.tsx'
import { settingWords, todoWords, viewWords } from '../words/later-words.ts'
import { languages } from '../words/languages.ts'
import { chosenLanguage, words } from '../words/words.ts'

type Name = keyof typeof settingWords.value.sections

export function SettingsView(): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null)
  const who = account.value
  const session = useLoaded(() => (who ? whoIs() : Promise.resolve(null)), who?.id)
  const isAdmin = session.value?.isAdmin === true
  const names: Name[] = [
    ...(['look', 'start', 'dates', 'reminders'] as const),
    ...(who ? (['account'] as const) : []),
    ...(['files', 'device'] as const),
    ...(isAdmin ? (['administration'] as const) : []),
  ]
  const here = useSectionInSight(scroller)
  const word = settingWords.value
  return (
    <>
      <header class="title">
        <h1>{words.value.settings}</h1>
      </header>
      <div class="scroll settings-frame" ref={scroller}>
        <nav class="settings-list" aria-label={word.sectionsTitle}>
          <ul>
            {names.map((name) => (
              <li key={name} class={name === 'administration' ? 'is-apart' : ''}>
                <SectionLink name={name} isHere={here === name} />
              </li>
            ))}
          </ul>
        </nav>
        <div class="settings">
          {names.map((name) => (
            <Section key={name} name={name} isAdmin={isAdmin} onOwnChanged={session.load} />
          ))}
          <footer>
            <Mark />
            <span>{viewWords.value.about(packageJson.version)}</span>
            <a class="link-button" href="api/v1/docs">
              {viewWords.value.apiDocs}
            </a>
          </footer>
        </div>
      </div>
    </>
  )
}

function SectionLink({ name, isHere }: { name: Name; isHere: boolean }): JSX.Element {
  const href = `${hrefOf({ place: { view: 'settings' } })}#${name}`
  return (
    <a
      href={href}
      {...(isHere && { 'aria-current': 'true' as const })}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        history.replaceState(null, '', href)
        showSection(name)
      }}
    >
      {settingWords.value.sections[name]}
    </a>
  )
}

/** The focus goes to its heading, so that reading and the Tab key go on there. */
function showSection(name: string): void {
  const heading = document.getElementById(name)?.querySelector('h2')
  heading?.scrollIntoView()
  heading?.focus({ preventScroll: true })
}

/** It is the section that is read: the last one whose beginning has been reached. */
const first = 'look'

function useSectionInSight(scroller: { current: HTMLDivElement | null }): string {
  const here = useSignal(first)
  useEffect(() => {
    const root = scroller.current
    if (!root) return undefined
    const look = () => {
      const top = root.getBoundingClientRect().top + 96
      const all = [...root.querySelectorAll<HTMLElement>('.settings-group')]
      const isAtEnd = root.scrollTop + root.clientHeight >= root.scrollHeight - 2
      const found = all.findLast((each) => each.getBoundingClientRect().top <= top)
      here.value = (isAtEnd && root.scrollTop > 0 ? all.at(-1) : found)?.id ?? first
    }
    look()
    root.addEventListener('scroll', look, { passive: true })
    const wanted = location.hash.slice(1)
    if (/^[a-z]+$/.test(wanted) && document.getElementById(wanted)) showSection(wanted)
    return () => root.removeEventListener('scroll', look)
  }, [])
  return here.value
}

interface SectionProps {
  name: Name
  isAdmin: boolean
  onOwnChanged: () => Promise<void>
}

function Section(props: SectionProps): JSX.Element {
  const { name } = props
  return (
    <div class="settings-group" id={name}>
      <h2 tabIndex={-1}>{settingWords.value.sections[name]}</h2>
      {contents[name](props)}
    </div>
  )
}

const contents: Record<Name, (props: SectionProps) => ComponentChildren> = {
  look: () => <Look />,
  start: () => <StartChoices />,
  dates: () => (
    <>
      <DateChoices />
      <ChineseDaysChoice />
      <ZoneChoice />
    </>
  ),
  reminders: () => (
    <>
      <ReminderSettings />
      <ReminderChoice />
    </>
  ),
  account: ({ isAdmin }) => <AccountSettings isAdmin={isAdmin} />,
  administration: ({ onOwnChanged }) => <Administration onOwnChanged={onOwnChanged} />,
  files: () => <ExchangeSettings />,
  device: () => (
    <>
      <section>
        <h3>{words.value.sync}</h3>
        <SyncMark />
      </section>
      <Device />
    </>
  ),
}

function Look(): JSX.Element {
  const word = viewWords.value
  const languageNames = Object.entries(languages).map(([tag, { name }]) => [tag, name, tag] as const)
  return (
    <>
      <p class="hint">{settingWords.value.ofDevice}</p>
      <RadioChoice
        name="theme"
        legend={word.theme}
        chosen={theme.value}
        choose={(value) => (theme.value = value)}
        options={themes.map((each) => [each, word.themes[each]])}
      />
      <RadioChoice
        name="density"
        legend={settingWords.value.density}
        chosen={density.value}
        choose={(value) => (density.value = value)}
        options={densities.map((each) => [each, settingWords.value.densities[each]])}
      />
      <RadioChoice
        name="language"
        legend={word.languageField}
        chosen={chosenLanguage.value}
        choose={(value) => (languageChoice.value = value)}
        options={[['system', word.languageSystem], ...languageNames]}
      />
      <RadioChoice
        name="keys"
        legend={word.letterKeys}
        hint={word.letterKeysHint}
        chosen={letterKeys.value}
        choose={(value) => (letterKeys.value = value)}
        options={[
          ['on', word.on],
          ['off', word.off],
        ]}
      />
    </>
  )
}

function ChineseDaysChoice(): JSX.Element | null {
  const { on, off } = viewWords.value
  if (!offersChineseDays.value) return null
  return (
    <RadioChoice
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
