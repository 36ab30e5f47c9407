/** Requests that go on for long take a place, of which an account has only so many. */

/**
 * Counts for each account. `count` tells how many are taken, `take` takes one more, until the function it answers is
 * called, once or more often.
 */
export function createPlaces(): { count(account: string): number; take(account: string): () => void } {
  const taken = new Map<string, number>()
  const count = (account: string) => taken.get(account) ?? 0
  return {
    count,
    take(account) {
      taken.set(account, count(account) + 1)
      let isTaken = true
      return () => {
        if (!isTaken) return
        isTaken = false
        const left = count(account) - 1
        if (left > 0) taken.set(account, left)
        else taken.delete(account)
      }
    },
  }
}

export type Places = ReturnType<typeof createPlaces>
