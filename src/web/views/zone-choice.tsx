/** The account's time zone, in the settings: it is on the server, so it can be changed only when that is there. */
import { useId } from 'preact/hooks'
import type { JSX } from 'preact'
import { useLoaded } from '../parts/use-loaded.ts'
import { ask } from '../state/account-api.ts'
import { localZone } from '../words/due.ts'
import { status } from '../state/todos.ts'
import { account } from '../state/who.ts'
import { setZone } from '../state/zone.ts'
import { todoWords } from '../words/later-words.ts'

export function ZoneChoice(): JSX.Element {
  const isIn = status.value.phase === 'in sync'
  const known = useLoaded(
    () => ask<{ zone: string | null }>('GET', '/account'),
    `${account.value?.id} ${isIn}`,
  )
  const word = todoWords.value
  const hint = useId()
  const zone = known.value?.zone ?? ''
  const zones = new Set([localZone(), zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])
  zones.delete('')
  return (
    <section>
      <h2>{word.zone}</h2>
      <p id={hint} class="hint">
        {isIn ? word.zoneHint : word.zoneOffline}
      </p>
      <select
        class="field"
        aria-label={word.zone}
        aria-describedby={hint}
        disabled={!isIn || !known.value}
        value={zone}
        onChange={(event) => known.change(() => setZone(event.currentTarget.value || null))}
      >
        <option value="">{word.zoneUnknown}</option>
        {[...zones].map((each) => (
          <option key={each} value={each}>
            {each.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      {known.error && isIn && <p class="field-error">{known.error}</p>}
    </section>
  )
}
