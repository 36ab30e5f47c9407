/** This says what an import brought in, and where it is; all of it is taken back at once. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ImportReport } from '../../model/import.ts'
import { Trouble } from '../state/account-api.ts'
import { undoGesture } from '../state/entries.ts'
import { hrefOf } from '../state/route.ts'
import { troubleText } from '../state/trouble-text.ts'
import { exchangeWords, viewWords } from '../words/later-words.ts'

export interface Came {
  /** Each is of one file. */
  reports: readonly ImportReport[]
  /** All of them together are this gesture. */
  gesture: string
  /** It says why a file behind those did not come in. */
  trouble: string | undefined
}

/** Of the lists, so many are told. */
const toldMax = 20

export function CameIn({ reports, gesture, trouble }: Came): JSX.Element {
  const word = exchangeWords.value
  const said = useSignal('')
  const step = useSignal<'in' | 'undoing' | 'undone'>('in')
  const lists = reports.flatMap((report) => report.lists).filter(({ todos, isNew }) => todos > 0 || isNew)
  const undo = async () => {
    step.value = 'undoing'
    const { undoing, didUndo } = viewWords.peek()
    try {
      const done = await undoGesture({ gesture }, (seen, all) => (said.value = undoing(seen, all)))
      const [refused] = done.refused
      const why = refused && troubleText(new Trouble(refused.code ?? 'internal', refused))
      said.value = [didUndo(done.count), why].filter(Boolean).join(' ')
      step.value = 'undone'
    } catch (error) {
      said.value = troubleText(error)
      step.value = 'in'
    }
  }
  return (
    <div class="asked">
      {step.value !== 'undone' && (
        <>
          <p>{word.done(reports.reduce((sum, { todos }) => sum + todos, 0))}</p>
          <ul>
            {lists.slice(0, toldMax).map(({ id, name, todos, isNew }) => (
              <li key={id}>
                <a href={hrefOf({ place: { view: 'list', list: id } })}>{word.list(name, todos, isNew)}</a>
              </li>
            ))}
            {lists.length > toldMax && <li>{word.more(lists.length - toldMax)}</li>}
          </ul>
          <div class="answers">
            <button
              type="button"
              class="button"
              disabled={step.value === 'undoing'}
              onClick={() => void undo()}
            >
              {word.undo}
            </button>
          </div>
        </>
      )}
      <p role="status">{said.value}</p>
      {trouble !== undefined && (
        <p class="field-error" role="alert">
          {trouble}
        </p>
      )}
    </div>
  )
}
