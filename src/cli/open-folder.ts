/**
 * Tells whether others can get at the folder of a database: its files are closed to them, but the folder decides what
 * may be put in their place.
 */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Config } from '../config.ts'

export interface OpenFolder {
  folder: string
  mode: string
  /** What others can do there. */
  others: string
  fix: string
}

/** @returns undefined where the folder is its owner's alone, or there is none */
export function openFolder(name: Config['database']): OpenFolder | undefined {
  // Windows has other rights, which these numbers do not tell.
  if (name.engine !== 'sqlite' || name.path === undefined || process.platform === 'win32') return undefined
  // Behind a symbolic link there is another folder in which the file can be replaced.
  const paths = [name.path, existsSync(name.path) ? realpathSync(name.path) : name.path]
  const modeOf = (folder: string) => statSync(folder).mode & 0o7777
  const folder = paths.map(dirname).find((each) => (modeOf(each) & 0o077) !== 0)
  if (folder === undefined) return undefined
  const mode = modeOf(folder)
  // In a sticky folder, such as /tmp, one removes one's own files only.
  const isReplaceable = (mode & 0o022) !== 0 && (mode & 0o1000) === 0
  return {
    folder,
    mode: mode.toString(8),
    others: isReplaceable ? 'can remove and replace the database' : 'can see which files there are',
    fix: `chmod 700 ${folder}, or --data with a folder of its own`,
  }
}
