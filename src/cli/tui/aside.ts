/** Changes at which the server failed again and again: kept for as long as this runs, and told when it ends. */
import { AppError, type LiveReplica } from '../../client/client.ts'
import { clean } from '../output.ts'

const firsts = ({ aside }: Pick<LiveReplica, 'aside'>) => aside.filter((pending) => !pending.aside?.behind)

/** Sends them once more. @returns why the rules refuse one of them now, or how many there were */
export function retryAll(replica: LiveReplica): string {
  const all = firsts(replica)
  try {
    for (const { command } of all) replica.retryAside(command.id)
  } catch (error) {
    if (error instanceof AppError) return `Refused: ${error.message}.`
    throw error
  }
  return all.length === 0 ? 'There is nothing set aside.' : `Sent again: ${all.length}.`
}

/** What is lost with the end; undefined when nothing is. */
export function lossText(replica: Pick<LiveReplica, 'aside' | 'todo'>): string | undefined {
  const names = firsts(replica).map(({ command }) => {
    if (command.type === 'createTodo') return command.todo.name
    return 'todo' in command ? (replica.todo(command.todo)?.name ?? command.type) : command.type
  })
  if (names.length === 0) return undefined
  return `aiotodo: the server failed at what follows, which is not saved: ${names.map((name) => `"${clean(name)}"`).join(', ')}`
}
