/** Where one is signed in, and signing out there. */
import type { JSX } from 'preact'
import { ask, type Device, type Items } from '../state/account-api.ts'
import { accountWords } from '../words/later-words.ts'
import { deviceText } from '../words/device-text.ts'
import { momentText } from '../words/due.ts'
import { Sure } from './sure.tsx'
import { useLoaded } from '../parts/use-loaded.ts'

export function Devices(): JSX.Element {
  const word = accountWords.value
  const { value, error, change } = useLoaded(() => ask<Items<Device>>('GET', '/sessions'))
  const all = value?.items ?? []
  return (
    <section aria-label={word.devices}>
      <h3>{word.devices}</h3>
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

export const momentOf = (text: string): string => momentText(text)
