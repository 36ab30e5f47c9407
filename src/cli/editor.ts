/** Name and notes of a todo in the editor of whoever asks: the name on the first line, the notes below an empty one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../model/errors.ts'

/** @throws AppError `not_confirmed` when there is no editor, it failed, or nothing was left */
export async function editText({
  name,
  notes,
}: {
  name: string
  notes: string
}): Promise<{ name: string; notes: string }> {
  const editor = process.env['VISUAL'] || process.env['EDITOR']
  if (!editor || !process.stdin.isTTY)
    throw new AppError('bad_argument', {
      detail:
        'It is not said what to change; expected an option such as --name or --due, or on a terminal $EDITOR.',
    })
  const folder = mkdtempSync(join(tmpdir(), 'aiotodo-'))
  const path = join(folder, 'todo.md')
  try {
    writeFileSync(path, `${name}\n\n${notes}`, { mode: 0o600 })
    // By a shell: the variable may have arguments, as in "code --wait".
    const child = Bun.spawn(['sh', '-c', `${editor} "$1"`, 'sh', path], {
      stdio: ['inherit', 'inherit', 'inherit'],
    })
    if ((await child.exited) !== 0)
      throw new AppError('not_confirmed', { detail: 'The editor did not end well.' })
    const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n')
    if (first.trim() === '')
      throw new AppError('not_confirmed', { detail: 'The first line, the name, is empty.' })
    return { name: first.trim(), notes: rest.join('\n').replace(/^\n/, '').replace(/\n$/, '') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
