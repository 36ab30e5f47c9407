import type { StoreWatcher } from '../core/ports/store.ts'
import type { Driver } from './driver.ts'

/** The same driver, whose failures and commits are heard of. */
export function watched(driver: Driver, watcher: StoreWatcher): Driver {
  const heard = <T>(result: Promise<T>): Promise<T> => {
    result.catch((error: unknown) => watcher.failed(error))
    return result
  }
  const committed = <T>(result: Promise<T>): Promise<T> => {
    result.then(
      () => watcher.worked(),
      (error: unknown) => watcher.failed(error),
    )
    return result
  }
  return {
    ...driver,
    apart: (sql, gone) => heard(driver.apart(sql, gone)),
    obstacleToWriting: (gone) => heard(driver.obstacleToWriting(gone)),
    all: (sql, params) => heard(driver.all(sql, params)),
    scan: (sql, params) => heard(driver.scan(sql, params)),
    probe: () => heard(driver.probe()),
    snapshot: (work) => heard(driver.snapshot(work)),
    insert: (table, rows) => committed(driver.insert(table, rows)),
    update: (table, keys, rows) => committed(driver.update(table, keys, rows)),
    transaction: (work) => committed(driver.transaction(work)),
  }
}

/** Hears the same of what is made on a driver: its rows may be there, and not what this program wrote. */
export function watchedMethods<T extends object>(methods: T, watcher: StoreWatcher): T {
  const heard = Object.entries(methods).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return [name, watchedMethods(value, watcher)]
    if (typeof value !== 'function') return [name, value]
    const method = (...args: unknown[]): unknown => {
      const result: unknown = value(...args)
      if (result instanceof Promise) result.catch((error: unknown) => watcher.failed(error))
      return result
    }
    return [name, method]
  })
  return Object.fromEntries(heard) as T
}
