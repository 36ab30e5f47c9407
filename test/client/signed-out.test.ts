/** Clients whose key is over, or another account's. */
import { expect, test } from 'bun:test'
import { createClient, type LiveReplica } from '../../src/client/client.ts'
import type { ReplicaStorage, PersistedReplica } from '../../src/client/replica-storage.ts'
import { persistedOf, mergePatch, nothingPersisted } from '../../src/client/merge-patch.ts'
import { people, startAccounts } from '../support/accounts-page.ts'

/** Keeps in memory. */
function inspectedStorage(): ReplicaStorage & { kept: PersistedReplica | undefined } {
  const merged = nothingPersisted()
  return {
    get kept() {
      return persistedOf(merged)
    },
    load: () => Promise.resolve(persistedOf(merged)),
    save: (patch) => Promise.resolve(mergePatch(merged, patch)),
    close: () => Promise.resolve(),
  }
}

const reaches = (replica: LiveReplica, wished: string): Promise<void> =>
  new Promise((resolve) => void replica.onStatus(({ phase }) => phase === wished && resolve()))

test('[K15] a key that is taken back is a phase of its own, and what waits is sent with another key', async () => {
  await using server = await startAccounts()
  const [ann, bob] = await people(server, 'ann', 'bob')
  const token = await ann?.token()
  const storage = inspectedStorage()
  const replica = await createClient(server.url, { token: token?.key ?? '' }).connect({ storage })
  await replica.synced()
  expect(replica.account?.name).toBe('ann')
  await ann?.ask('DELETE', `/tokens/${token?.id}`)
  await reaches(replica, 'signed out')
  replica.createTodo({ name: 'Milk' })
  await expect(replica.synced()).rejects.toThrow('signed out')
  await replica.close()
  expect(storage.kept?.outbox.size).toBe(1)
  // Another account's key does not get at it, and does not send it.
  const other = await bob?.token()
  const isMine = (account: { id: string }, before: { id: string } | undefined) => account.id === before?.id
  const foreign = await createClient(server.url, { token: other?.key ?? '' }).connect({ storage, isMine })
  await reaches(foreign, 'signed out')
  expect([foreign.account?.name, foreign.status.waiting]).toEqual(['ann', 1])
  await foreign.close()
  const again = await ann?.token()
  const mine = await createClient(server.url, { token: again?.key ?? '' }).connect({ storage, isMine })
  await mine.synced()
  expect(mine.todos().map(({ name }) => name)).toEqual(['Milk'])
  await mine.close()
})
