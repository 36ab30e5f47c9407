/** Changes at which the server failed again and again. The replica keeps them on this device until a person decides. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { commandText } from './command-text.ts'
import { refusalText } from '../words/problems.ts'
import { words } from '../words/words.ts'
import { attempt } from './history.ts'
import { tellNotSaved } from './refusals.ts'
import { showToast } from './toasts.ts'
import { replica, status } from './todos.ts'
import { subjectOf } from './wishes.ts'

/** What was set aside together: a change, and what can't be made without it. */
export interface SetAside {
  /** Of the first command. */
  id: string
  /** The todos and lists that they are about. */
  subjects: readonly string[]
  /** Each of them in words. */
  what: readonly string[]
  why: string
}

export const asides: ReadonlySignal<readonly SetAside[]> = computed(() => {
  if (status.value.aside === 0) return []
  const groups = Map.groupBy(replica().aside, ({ command, aside }) => aside?.behind ?? command.id)
  return [...groups].map(([id, all]) => {
    const { code = '', params } = all[0]?.aside?.problem ?? {}
    return {
      id,
      subjects: all.map(({ command }) => subjectOf(command)),
      what: all.map(({ command }) => commandText(command)),
      why: refusalText(code, params),
    }
  })
})

/** To be called once, when the replica is open. */
export function watchAsides(): void {
  replica().onSetAside(({ command, problem }) => {
    // What goes with another one is told with that.
    if (problem.code !== 'behind_a_fault') tellNotSaved(command, problem)
  })
}

/** Sends it once more, as new commands. What the rules refuse by now stays, and is said. */
export function retryAside({ id }: SetAside): void {
  attempt(() => replica().retryAside(id))
}

/** Forgets it; that can be taken back for a moment. */
export function discardAside({ id, what: [first = ''] }: SetAside): void {
  const run = replica().discardAside(id)
  showToast({ text: words.value.discarded(first), action: { name: words.value.undo, run } })
}
