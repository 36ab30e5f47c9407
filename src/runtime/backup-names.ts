/** This says what a place of backups is asked for, and how backups are called there. */
export interface StoredBackup {
  name: string
  /** It was made then, in milliseconds. */
  at: number
}

export interface BackupPlace {
  /** The folder where a file is prepared that is to be moved in; undefined where the place is on another computer. */
  readonly folder: string | undefined
  /** Those there are, the newest first; other files are left out. */
  list(): Promise<StoredBackup[]>
  /** Puts a file there, which is used up. @returns where it is now, for people */
  put(file: string, name: string): Promise<string>
  /** Fetches one into a file of this computer. */
  get(name: string, file: string): Promise<void>
  remove(name: string): Promise<void>
}

/** It looks like `aiotodo-20261130T170000Z.sqlite`. */
export const backupName = (at: Date, isEncrypted: boolean): string =>
  `aiotodo-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.sqlite${isEncrypted ? '.age' : ''}`

/** The time in a backup's name; undefined where it is none of ours. */
export function timeInName(name: string): number | undefined {
  const parts = /^aiotodo-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.sqlite(\.age)?$/.exec(name)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? undefined : at
}

export const newestFirst = (names: readonly string[]): StoredBackup[] =>
  names
    .flatMap((name) => {
      const at = timeInName(name)
      return at === undefined ? [] : [{ name, at }]
    })
    .toSorted((one, other) => other.at - one.at)
