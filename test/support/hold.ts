/** Holds up what a server does at a chosen place, so that something else can happen in between. */
import { spyOn } from 'bun:test'
import type { App } from '../../src/app.ts'

export interface Hold extends Disposable {
  /** Resolves when the first one is held. */
  reached: Promise<void>
  /** Lets go of whoever is held; nobody is held any more. */
  release(): void
}

/**
 * @param places - functions that are called at the place, as object and name
 * @param isForAll - everybody who comes is held until the release, not the first one alone
 */
function hold<T extends object>(places: [object: T, name: keyof T][], isForAll = false): Hold {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isOpen = false
  const spies = places.map(([object, name]) => {
    const original = object[name] as (...args: unknown[]) => unknown
    const held = async (...args: unknown[]) => {
      if (!isOpen) {
        isOpen = !isForAll
        reached.resolve()
        await released.promise
      }
      return original.apply(object, args)
    }
    return spyOn(object, name as never).mockImplementation(held as never)
  })
  return {
    reached: reached.promise,
    release() {
      isOpen = true
      released.resolve()
    },
    [Symbol.dispose]() {
      isOpen = true
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

/** All passwords that are hashed until the release. */
export const holdHashing = (): Hold =>
  hold<any>(
    [
      [Bun.password, 'hash'],
      [Bun.password, 'verify'],
    ],
    true,
  )
