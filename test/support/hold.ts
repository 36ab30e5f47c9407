/** Holds up what a server does at a chosen place, so that something else can happen in between. */
import { spyOn } from 'bun:test'
import type { App } from '../../src/app.ts'

export interface Hold extends Disposable {
  /** Resolves when somebody is held. */
  reached: Promise<void>
  /** Lets go of whoever is held; nobody is held any more. */
  release(): void
}

/** @param places - functions that are called at the place, as object and name */
function hold<T extends object>(places: [object: T, name: keyof T][]): Hold {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isTaken = false
  const spies = places.map(([object, name]) => {
    const original = object[name] as (...args: unknown[]) => unknown
    const held = async (...args: unknown[]) => {
      if (!isTaken) {
        isTaken = true
        reached.resolve()
        await released.promise
      }
      return original.apply(object, args)
    }
    return spyOn(object, name as never).mockImplementation(held as never)
  })
  return {
    reached: reached.promise,
    release: () => released.resolve(),
    [Symbol.dispose]() {
      isTaken = true
      released.resolve()
      for (const spy of spies) spy.mockRestore()
    },
  }
}

/** The first one that is about to begin a transaction that changes accounts, keys, members or todos. */
export const holdTransaction = ({ store }: App): Hold =>
  hold<any>([
    [store.access, 'change'],
    [store.access, 'inTurn'],
    [store.reminders, 'subscribe'],
    [store, 'transaction'],
  ])

/** The first password that is hashed. */
export const holdHashing = (): Hold =>
  hold<any>([
    [Bun.password, 'hash'],
    [Bun.password, 'verify'],
  ])
