/** The account's time zone, in the settings: it is on the server, so it can be changed only when that is there. */
import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { JSX } from 'preact'
import { SearchChoice } from '../parts/search-choice.tsx'
import { useLoaded } from '../parts/use-loaded.ts'
import { ask } from '../state/account-api.ts'
import { localZone } from '../words/due.ts'
import { status } from '../state/todos.ts'
import { account } from '../state/who.ts'
import { takeAlong, timedIn } from '../state/take-along.ts'
import { setZone, zoneSets } from '../state/zone.ts'
import { todoWords } from '../words/later-words.ts'
import { alsoOfZone, zoneText } from '../words/zone-text.ts'

export function ZoneChoice(): JSX.Element {
  const isIn = status.value.phase === 'in sync'
  const known = useLoaded(
    () => ask<{ zone: string | null }>('GET', '/account'),
    `${account.value?.id} ${isIn} ${zoneSets.value}`,
  )
  const word = todoWords.value
  const hint = useId()
  const isNear = useSignal(false)
  /** It is the previous zone, in which todos may still have times. */
  const left = useSignal<string | undefined>(undefined)
  /** It was chosen here; what is known of the server may be a moment behind it. */
  const chosen = useSignal<string | undefined>(undefined)
  const zone = chosen.value ?? known.value?.zone ?? ''
  const zones = new Set([localZone(), zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])
  zones.delete('')
  return (
    // The names of all zones take a moment: they are there once one comes to choose.
    <section onFocusCapture={() => (isNear.value = true)}>
      <h3>{word.zone}</h3>
      <p id={hint} class="hint">
        {isIn ? word.zoneHint : word.zoneOffline}
      </p>
      <SearchChoice
        label={word.zone}
        describedBy={hint}
        disabled={!isIn || !known.value}
        value={zone}
        options={[
          { value: '', text: word.zoneUnknown },
          ...[...zones].map((each) => ({
            value: each,
            text: isNear.value || each === zone ? zoneText(each) : each.replaceAll('_', ' '),
            also: alsoOfZone(each),
          })),
        ]}
        onChoose={(to) => {
          chosen.value = to
          left.value = undefined
          void known.change(async () => {
            await setZone(to || null).catch((error: unknown) => {
              chosen.value = undefined
              throw error
            })
            left.value = to && zone && to !== zone ? zone : undefined
          })
        }}
      />
      {left.value && <TakeAlong from={left.value} to={zone} onDone={() => (left.value = undefined)} />}
      {known.error && isIn && <p class="field-error">{known.error}</p>}
    </section>
  )
}

/** Who moved wants what they do at nine to be at nine there; who travels for a week may not. */
function TakeAlong({
  from,
  to,
  onDone,
}: {
  from: string
  to: string
  onDone: () => void
}): JSX.Element | null {
  const todos = timedIn(from)
  const word = todoWords.value
  if (todos.length === 0) return null
  const run = () => {
    takeAlong(todos, from, to)
    onDone()
  }
  return (
    <div class="take-along" role="status">
      <p>{word.timesOf(todos.length, zoneText(from))}</p>
      <div class="answers">
        <button type="button" class="button" onClick={run}>
          {word.takeAlong}
        </button>
        <button type="button" class="button" onClick={onDone}>
          {word.leaveTimes}
        </button>
      </div>
    </div>
  )
}
