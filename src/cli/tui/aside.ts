/** Changes at which the server failed again and again: kept for as long as this runs, and told when it ends. */
import { AppError, type LiveReplica, type Pending } from '../../client/client.ts'
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

/** Says what is lost with the end, line by line. */
export function lossTexts(replica: Pick<LiveReplica, 'aside' | 'outbox' | 'todo'>): string[] {
  const nameOf = ({ command }: Pick<Pending, 'command'>) => {
    if (command.type === 'createTodo') return command.todo.name
    return 'todo' in command ? (replica.todo(command.todo)?.name ?? command.type) : command.type
  }
  const namesOf = (all: readonly Pending[]) => all.map((pending) => `"${clean(nameOf(pending))}"`).join(', ')
  const waiting = replica.outbox.filter((pending) => !pending.settled)
  const texts = [
    ['the server failed at what follows, which is not saved', namesOf(firsts(replica))],
    ['the server has not answered to what follows, which may not be saved', namesOf(waiting)],
  ]
  return texts.flatMap(([what, names]) => (names ? [`aiotodo: ${what}: ${names}`] : []))
}
