/** How commands change something: all of what one command line asks for, or nothing; or only said, with `--dry-run`. */
import { newId, type BatchOutcome, type Client, type CommandInput } from '../client/client.ts'
import { limits } from '../model/limits.ts'
import { refusedBy } from './exit-codes.ts'
import { sayEither, type OutputArguments } from './output.ts'

export interface WriteArguments extends OutputArguments {
  dryRun?: boolean
}

type Accepted = Extract<BatchOutcome, { accepted: true }>

/**
 * Sends the commands as one that is carried out as a whole, in parts where they are more than one batch takes.
 * @returns what became of them; nothing where it was only to be said
 * @throws ResponseError of the first that is refused
 */
export async function carryOut(
  client: Client,
  commands: readonly CommandInput[],
  { dryRun, ...how }: WriteArguments,
): Promise<Accepted[]> {
  if (dryRun) {
    for (const command of commands) sayEither(how, command, `would ${wordsOf(command)}`)
    return []
  }
  const done: Accepted[] = []
  // All commands of one command line are one gesture. A single batch needs none, as the server makes it one.
  const gesture = commands.length > limits.commandsPerBatchMax ? { gesture: newId() } : {}
  for (let from = 0; from < commands.length; from += limits.commandsPerBatchMax) {
    const some = commands.slice(from, from + limits.commandsPerBatchMax)
    const part = some.map((command) => ({ ...command, ...gesture }))
    const outcomes = await client.batch(part, true)
    const refused = outcomes.find((outcome) => !outcome.accepted)
    if (refused && !refused.accepted) throw refusedBy(refused.problem)
    done.push(...(outcomes as Accepted[]))
  }
  return done
}

/** A command in words, each field with what it gets. */
function wordsOf({ type, ...rest }: CommandInput): string {
  const verb = type.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  const told = Object.entries(rest).flatMap(([name, value]) =>
    value !== null && typeof value === 'object'
      ? Object.entries(value).map(([field, given]) => `${field}=${JSON.stringify(given)}`)
      : [`${name}=${JSON.stringify(value)}`],
  )
  return [verb, ...told].join(' ')
}
