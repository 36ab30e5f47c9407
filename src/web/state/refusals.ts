/** Changes that the server refused: they are taken back from what is shown, and kept here until a person decides. */
import { computed, type ReadonlySignal } from '@preact/signals'
import type { CommandInput, Problem } from '../../client/client.ts'
import { commandText } from './command-text.ts'
import { refusalText as textOf, tellRefusal } from '../words/problems.ts'
import { words } from '../words/words.ts'
import { perform } from './history.ts'
import { openDialog } from './overlays.ts'
import { sharedMap } from './shared-map.ts'
import { announce, showToast } from './toasts.ts'
import { replica } from './todos.ts'
import { subjectOf, type Wish } from './wishes.ts'

interface Refused {
  command: CommandInput
  code: string
  params?: object | undefined
  /** What the change was, in words: what it was about may not be here any more. */
  what: string
  at: number
}

/** All that was refused of what was done to one todo or list, in the order in which it was done. */
export interface Refusal {
  subject: string
  commands: readonly Refused[]
}

const refusedMax = 1_000
const kept = sharedMap<Refused>('refused', refusedMax)

/** By the id of the todo or list. */
export const refusals: ReadonlySignal<ReadonlyMap<string, Refusal>> = computed(() => {
  const bySubject = new Map<string, { subject: string; commands: Refused[] }>()
  for (const refused of [...kept.all.value.values()].toSorted((a, b) => a.at - b.at)) {
    const subject = subjectOf(refused.command)
    const refusal = bySubject.get(subject)
    if (refusal) refusal.commands.push(refused)
    else bySubject.set(subject, { subject, commands: [refused] })
  }
  return bySubject
})

/** Why, in words: what was refused first is mostly the reason for the rest. */
export function refusalText({ commands: [first] }: Refusal): string {
  return first ? textOf(first.code, first.params) : ''
}

let lastAt = 0

/** To be called once, when the replica is open. */
export function watchRefusals(): void {
  replica().onRefused(({ command, problem }) => {
    // In their order, also within one millisecond.
    lastAt = Math.max(Date.now(), lastAt + 1)
    const { code, params } = problem
    const what = commandText(command)
    kept.set(command.id ?? '', { command, code, params, what, at: lastAt })
    tellNotSaved(command, problem)
  })
}

export function tellNotSaved(command: CommandInput, { code, params }: Problem): void {
  // What it is about may be gone a moment later.
  const what = commandText(command)
  void tellRefusal(code, params, (why) => {
    const text = words.value.refusedToast(what, why)
    announce(text)
    // What is still there has a line below it; of what is not there, nothing else would tell.
    if (replica().todo(subjectOf(command))) return
    const show = { name: words.value.showRefused, run: () => openDialog({ kind: 'sync' }) }
    showToast({ text, action: show })
  })
}

/** Sends it once more, as new commands. What the rules still refuse stays, and is said. */
export function retry(subject: string): void {
  for (const { command, what } of refusals.peek().get(subject)?.commands ?? []) {
    const { id = '', ...wish } = withoutVersion(command)
    if (!perform(what, [wish as Wish])) return
    kept.delete(id)
  }
}

/** Forgets it; what it was can be taken back for a moment. */
export function discard(subject: string): void {
  const { commands = [] } = refusals.peek().get(subject) ?? {}
  const [first] = commands
  if (!first) return
  for (const { command } of commands) kept.delete(command.id ?? '')
  const undo = () => {
    for (const refused of commands) kept.set(refused.command.id ?? '', refused)
  }
  showToast({ text: words.value.discarded(first.what), action: { name: words.value.undo, run: undo } })
}

function withoutVersion(command: CommandInput): CommandInput {
  const { ifVersion: _, ...rest } = command as CommandInput & { ifVersion?: number }
  return rest as CommandInput
}
