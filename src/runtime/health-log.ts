/** What the log tells of troubles of the database: a line when one is met, not one for each request that meets it. */
import { StoreHealth, type Trouble } from '../core/write/store-health.ts'
import type { Log } from '../log.ts'

const backup = 'docs/operating.md tells of backups.'

/** What whoever reads the log can do. */
const fixes: Readonly<Record<Trouble, string>> = {
  damaged: `Stop the server, look with "aiotodo doctor", and restore a backup if it finds the database damaged. ${backup}`,
  unusable: `Look at the rights, the mount and the disk of the database. "aiotodo doctor" says whether it is whole; if not, restore a backup. ${backup}`,
  full: 'Free space on the disk of the database; reading goes on.',
  away: 'Look whether the database runs, and whether its address, user and password are still right; each request tries it again.',
}

export function createStoreHealth(log: Log, monotonicMs: () => number): StoreHealth {
  const health = new StoreHealth(monotonicMs)
  health.onNews = ({ trouble, error, fix, count }) => {
    if (!trouble) return log.warn('the database works again')
    // What is away comes back by itself, mostly.
    const tell = trouble === 'away' ? log.warn : log.error
    tell('trouble with the database', { trouble, error, count, fix: fix ?? fixes[trouble] })
  }
  return health
}
