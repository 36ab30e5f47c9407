/** Which server this person's commands go to, as `aiotodo login` keeps it: one file, which nobody else may read. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

export interface SavedLogin {
  server: string
  /** Without one the server has no accounts. */
  token?: string
}

/** By the XDG Base Directory Specification. */
const fileName = (): string =>
  join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'aiotodo', 'login.json')

export function readLogin(): SavedLogin | undefined {
  try {
    const read = JSON.parse(readFileSync(fileName(), 'utf8')) as Partial<SavedLogin>
    return typeof read.server === 'string' ? (read as SavedLogin) : undefined
  } catch {
    return undefined
  }
}

/** @returns where it is */
export function saveLogin(login: SavedLogin): string {
  const path = fileName()
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Beside it first: a crash leaves the old one, and nobody reads it in between.
  const draft = `${path}.${process.pid}`
  rmSync(draft, { force: true })
  writeFileSync(draft, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, path)
  return path
}

export const forgetLogin = (): void => rmSync(fileName(), { force: true })
