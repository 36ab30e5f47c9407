/** `aiotodo doctor`: whether the database is what it says it is. */
import { existsSync } from 'node:fs'
import { openDatabase } from '../app.ts'
import { readDatabaseName } from '../config.ts'
import { AppError } from '../model/errors.ts'

interface DoctorArguments {
  database?: string
  data?: string
  repair?: boolean
  newEpoch?: boolean
}

/** Prints what it finds; the exit code is 1 when something is wrong and was not repaired. */
export async function doctor(args: DoctorArguments): Promise<void> {
  const name = readDatabaseName(args, process.env)
  // Opening would make one, and find it well.
  if (name.engine === 'sqlite' && !existsSync(name.path ?? ''))
    throw new AppError('database_unreachable', { detail: `There is none at ${name.path ?? 'memory:'}.` })
  const store = await openDatabase(name)
  try {
    const { spaces, todos, engine, differing } = await store.examine(args.repair ?? false)
    console.log(`Looked at ${spaces} spaces with ${todos} todos.`)
    for (const line of engine) console.log(`The database file is damaged: ${line}. Restore a backup.`)
    for (const { space, kept, computed } of differing) {
      const repaired = args.repair
        ? 'Repaired: replicas fetch it anew.'
        : 'Run again with --repair to go on with the rows as they are.'
      console.log(`Space ${space} has digest ${kept ?? 'unknown'}, its rows have ${computed}. ${repaired}`)
    }
    if (args.newEpoch) {
      await store.renewEpoch()
      console.log('The database has a new epoch: what replicas have of before is replaced when they connect.')
    }
    if (engine.length === 0 && differing.length === 0) console.log('All is well.')
    else if (engine.length > 0 || !args.repair) process.exitCode = 1
  } finally {
    await store.close()
  }
}
