/** Below a todo, or where it is edited: what of it was refused, or changed elsewhere, until a person has decided. */
import { RotateCcw, TriangleAlert, type IconNode } from 'lucide'
import { useComputed } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { handOver } from '../parts/hand-over.ts'
import { Icon } from '../parts/icon.tsx'
import { asides, discardAside, retryAside } from '../state/asides.ts'
import { conflicts, conflictText, keepTheirs, takeMineBack } from '../state/conflicts.ts'
import { discard, refusals, refusalText, retry } from '../state/refusals.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

interface Props {
  /** Of the todo or list. */
  id: string
}

export function RefusedLine({ id }: Props): JSX.Element | null {
  const refusal = useComputed(() => refusals.value.get(id)).value
  const aside = useComputed(() => asides.value.find(({ subjects }) => subjects.includes(id))).value
  const overwritten = useComputed(() => conflicts.value.get(id)).value ?? []
  const { retry: again, discard: forget } = words.value
  const { refusedLine, takeMine, keepTheirs: keep } = viewWords.value
  if (!refusal && !aside && overwritten.length === 0) return null
  return (
    <>
      {refusal && (
        <Line icon={TriangleAlert} text={refusedLine(refusalText(refusal))}>
          <Answer name={again} run={() => retry(id)} />
          <Answer name={forget} run={() => discard(id)} />
        </Line>
      )}
      {aside && (
        <Line icon={TriangleAlert} text={refusedLine(aside.why)}>
          <Answer name={again} run={() => retryAside(aside)} />
          <Answer name={forget} run={() => discardAside(aside)} />
        </Line>
      )}
      {overwritten.map((conflict) => (
        <Line key={conflict.field} icon={RotateCcw} text={conflictText(conflict)}>
          <Answer name={takeMine} run={() => takeMineBack(conflict)} />
          <Answer name={keep} run={() => keepTheirs(conflict)} />
        </Line>
      ))}
    </>
  )
}

interface LineProps {
  icon: IconNode
  text: string
  children: ComponentChildren
}

function Line({ icon, text, children }: LineProps): JSX.Element {
  return (
    // It lies in a row, which does other things with clicks.
    <div class="answer-line" onClick={(event) => event.stopPropagation()}>
      <Icon of={icon} />
      <span>{text}</span>
      <span class="answers">{children}</span>
    </div>
  )
}

function Answer({ name, run }: { name: string; run: () => void }): JSX.Element {
  return (
    <button
      type="button"
      class="link-button"
      onClick={({ currentTarget }) =>
        handOver(
          currentTarget,
          currentTarget.closest('li, .details')?.querySelector<HTMLElement>('.name, textarea'),
          run,
        )
      }
    >
      {name}
    </button>
  )
}
