/** Taking back all since a moment: first it is shown what would become of it, then it is done, page by page. */
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { Form, type Values } from '../parts/form.tsx'
import { rehearse, undoAll, type Plan, type Scope } from '../state/entries.ts'
import type { Trouble } from '../state/account-api.ts'
import { announce } from '../state/toasts.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { MomentField, momentWrong, readMoment } from './moment-field.tsx'
import { refusalText } from './entry-text.ts'

interface Props {
  label: string
  /** Whose it is, and where. */
  scopeOf: (values: Values) => Omit<Scope, 'since'>
  /** Fields before the moment. */
  children?: ComponentChildren
  onCancel?: () => void
}

interface Planned extends Plan {
  scope: Scope
  force: boolean
}

export function UndoSince({ label, scopeOf, children, onCancel }: Props): JSX.Element {
  const plan = useSignal<Planned | undefined>(undefined)
  const said = useSignal('')
  const word = viewWords.value
  const look = async (values: Values) => {
    plan.value = undefined
    const scope = { ...scopeOf(values), since: readMoment(values('moment')) ?? '' }
    const force = values('force') === 'on'
    const tell = (count: number) => (said.value = word.looking(count))
    tell(0)
    try {
      plan.value = { scope, force, ...(await rehearse(scope, force, tell)) }
    } finally {
      said.value = ''
    }
  }
  const explain = (trouble: Trouble) => ({ '': refusalText(trouble) })
  return (
    <>
      <Form
        label={label}
        button={word.preview}
        check={(values) => (readMoment(values('moment')) ? {} : { moment: momentWrong() })}
        send={look}
        explain={explain}
        more={
          onCancel && (
            <button type="button" class="button" onClick={onCancel}>
              {words.value.cancel}
            </button>
          )
        }
      >
        {(errors) => (
          <>
            {children}
            <MomentField label={word.since} error={errors['moment']} />
            <label class="check">
              <input type="checkbox" name="force" />
              {word.overwrite}
            </label>
          </>
        )}
      </Form>
      <p role="status">{said.value}</p>
      {plan.value && (
        <Planned
          plan={plan.value}
          onDone={(text) => {
            plan.value = undefined
            said.value = text
            announce(text)
          }}
        />
      )}
    </>
  )
}

const refusedShownMax = 20

function Planned({ plan, onDone }: { plan: Planned; onDone: (text: string) => void }): JSX.Element {
  const progress = useSignal<number | undefined>(undefined)
  const error = useSignal('')
  const word = viewWords.value
  const { count, refused, scope, force } = plan
  const run = async () => {
    if (progress.peek() !== undefined) return
    error.value = ''
    progress.value = 0
    try {
      const done = await undoAll(scope, plan, force, (seen) => (progress.value = seen))
      onDone(word.didUndo(done.count))
    } catch (found) {
      error.value = refusalText(found as Trouble)
      progress.value = undefined
    }
  }
  return (
    <section class="undo-plan" aria-label={word.preview}>
      <p role="status">{count === 0 && refused.length === 0 ? word.nothingToUndo : word.wouldUndo(count)}</p>
      {refused.length > 0 && (
        <>
          <p class="warning">{word.wouldStay(refused.length)}</p>
          <ul>
            {refused.slice(0, refusedShownMax).map((problem, index) => (
              <li key={index}>{refusalText(problem)}</li>
            ))}
            {refused.length > refusedShownMax && <li>…</li>}
          </ul>
        </>
      )}
      {count > 0 && (
        <button
          type="button"
          class="button danger"
          aria-disabled={progress.value !== undefined}
          onClick={() => void run()}
        >
          {word.undoThem(count)}
        </button>
      )}
      <p role="status">{progress.value !== undefined && word.undoing(progress.value, count)}</p>
      <p class="field-error" role="alert">
        {error.value}
      </p>
    </section>
  )
}
