/** Where one is signed in, and signing out there. */
import type { JSX } from 'preact'
import { ask, type Device, type Items } from '../state/account-api.ts'
import { accountWords } from '../words/account-words.ts'
import { language } from '../words/words.ts'
import { Sure } from './sure.tsx'
import { useLoaded } from '../parts/use-loaded.ts'

export function Devices(): JSX.Element {
  const word = accountWords.value
  const { value, error, change } = useLoaded(() => ask<Items<Device>>('GET', '/sessions'))
  const all = value?.items ?? []
  return (
    <section aria-label={word.devices}>
      <h2>{word.devices}</h2>
      <ul class="keys">
        {all.map(({ id, name, address, way, usedAt, isThis }) => (
          <li key={id}>
            <span class="grows">
              {deviceText(name)}
              {isThis && <strong> · {word.thisDevice}</strong>}
              <span class="hint">
                {word.usedOn(momentOf(usedAt), address)}
                {way && ` · ${word.wayIn[way]}`}
              </span>
            </span>
            {!isThis && (
              <button
                type="button"
                class="link-button"
                aria-label={word.signOutDevice(deviceText(name))}
                onClick={() => void change(() => ask('DELETE', `/sessions/${id}`))}
              >
                {word.signOut}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p class="field-error" role="alert">
        {error}
      </p>
      {all.length > 1 && (
        <Sure
          name={word.signOutOthers}
          question={word.signOutOthersHint}
          run={() => change(() => ask('DELETE', '/sessions'))}
        />
      )}
    </section>
  )
}

export const momentOf = (text: string): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text))

const browsers: [pattern: RegExp, name: string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [pattern: RegExp, name: string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What a browser says of itself, as people call it. */
export function deviceText(agent: string): string {
  const { onSystem, unknownDevice } = accountWords.value
  const find = (known: typeof browsers) => known.find(([pattern]) => pattern.test(agent))?.[1]
  const [browser, system] = [find(browsers), find(systems)]
  return browser && system ? onSystem(browser, system) : (browser ?? system ?? (agent || unknownDevice))
}
