/** What is asked of a person at a terminal. */
import { createInterface } from 'node:readline/promises'
import { AppError } from '../model/errors.ts'
import { clean } from './output.ts'

/** Without a terminal nobody can say yes. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(clean(`${question} [y/N] `))
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

/** Where standard input is no terminal: its lines, one for each question. */
let piped: Promise<string[]> | undefined

async function nextPiped(): Promise<string> {
  piped ??= Bun.stdin.text().then((text) => text.split(/\r?\n/))
  return (await piped).shift() ?? ''
}

/** What is typed; or the next line of standard input, where that is no terminal. */
export async function ask(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) return nextPiped()
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(clean(prompt))
  terminal.close()
  return answer.trim()
}

/**
 * Reads what is typed without being shown; or the next line of standard input, where that is no terminal.
 * @throws AppError `bad_argument` where there is neither
 */
export async function readPassword(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const line = await nextPiped()
    if (line !== '') return line
    throw new AppError('bad_argument', {
      detail: `"${clean(prompt).replace(/: $/, '')}" is asked for, and there is neither a terminal nor a line of standard input; expected it as a line there.`,
    })
  }
  process.stderr.write(clean(prompt))
  process.stdin.setRawMode(true)
  let typed = ''
  try {
    for await (const chunk of process.stdin) {
      for (const sign of String(chunk)) {
        if (sign === '\r' || sign === '\n') return typed
        if (sign === '\u0003') process.exit(130)
        typed = sign === '\u007f' || sign === '\b' ? typed.slice(0, -1) : typed + sign
      }
    }
    return typed
  } finally {
    process.stdin.setRawMode(false)
    process.stderr.write('\n')
  }
}
