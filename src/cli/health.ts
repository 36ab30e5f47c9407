/** `aiotodo health` asks a server whether it should get requests: for containers and others who watch over it. */
import { AppError } from '../model/errors.ts'
import { addressOf, type ServerArguments } from './connect.ts'
import { say } from './output.ts'

/** Who watches gives up after a few seconds as well. */
const patienceMs = 4_000

/** @throws AppError `no_answer` where it does not answer, or says why it should get none */
export async function health(args: ServerArguments): Promise<void> {
  const { url } = addressOf(args)
  const response = await fetch(`${url.replace(/\/$/, '')}/readyz`, {
    signal: AbortSignal.timeout(patienceMs),
    redirect: 'manual',
  }).catch((cause: unknown) => {
    throw new AppError('no_answer', { detail: `${url} does not answer.`, cause })
  })
  const text = await response.text()
  if (!response.ok)
    throw new AppError('no_answer', { detail: `${url} says ${response.status}: ${statusIn(text)}.` })
  say(`${url}: ${statusIn(text)}`)
}

function statusIn(text: string): string {
  try {
    return String((JSON.parse(text) as { status?: unknown }).status ?? 'ok')
  } catch {
    return 'no server of aiotodo'
  }
}
