/** The feed and the channels over a counted store (SPEC.md, Y23, N121). */
import { expect, test } from 'bun:test'
import { createFeed } from '../../src/core/feed/feed.ts'
import type { Delta } from '../../src/model/messages.ts'
import { openStore } from '../../src/storage/open.ts'
import { createChannels } from '../../src/sync/channels.ts'
import { until } from '../support/until.ts'

const newId = () => Bun.randomUUIDv7()

test('[Y23] a delta is read once and worded once, however many are told', async () => {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  const space = account?.defaultList ?? ''
  let reads = 0
  const feed = createFeed(
    {
      changes(...args) {
        reads++
        return store.reads.changes(...args)
      },
    },
    store.epoch,
  )
  const published: string[] = []
  const heard: Delta[] = []
  const channels = createChannels({
    feed,
    reads: store.reads,
    publish: (_topic, frame) => published.push(frame),
    sleep: (ms) => Bun.sleep(ms),
    accessPending: () => undefined,
    onFault: (error) => {
      throw error
    },
  })
  const release = channels.hold(space)
  for (let count = 0; count < 1_000; count++)
    expect(
      channels.join(space, { account: account?.id ?? '', heard: (delta) => heard.push(delta), lost() {} }, 1),
    ).toBe(true)
  await store.emptyList(space)
  feed.wake({ [space]: 2 })
  feed.wake({ [space]: 2 })
  await until(() => heard.length === 1_000)
  // The cursor is older than what is kept: once to see that, once for the snapshot.
  expect(reads).toBe(2)
  expect(published).toHaveLength(1)
  expect(heard).toHaveLength(1_000)
  expect(new Set(heard).size).toBe(1)
  // Who comes at the same place is told the same, without another read.
  expect(await feed.changesSince(space, 1)).toBe(heard[0] as Delta)
  expect(reads).toBe(2)
  release()
  await store.close()
})

test('[N121] nobody is told a change before what was heard of keys is taken in, and who is out by then is not', async () => {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  const space = account?.defaultList ?? ''
  const feed = createFeed(store.reads, store.epoch)
  const published: string[] = []
  let takeIn = () => {}
  let asked = () => {}
  let pending: Promise<void> | undefined = new Promise((resolve) => (takeIn = resolve))
  const isAsked = new Promise<void>((resolve) => (asked = resolve))
  const channels = createChannels({
    feed,
    reads: store.reads,
    publish: (_topic, frame) => published.push(frame),
    sleep: (ms) => Bun.sleep(ms),
    accessPending() {
      asked()
      return pending
    },
    onFault: (error) => {
      throw error
    },
  })
  const heard: string[] = []
  const member = (name: string) => ({
    account: account?.id ?? '',
    heard: () => void heard.push(name),
    lost() {},
  })
  const [stays, leaves] = [member('stays'), member('leaves')]
  channels.hold(space)
  for (const each of [stays, leaves]) expect(channels.join(space, each, 1)).toBe(true)
  await store.emptyList(space)
  feed.wake({ [space]: 2 })
  await isAsked
  expect([published, heard]).toEqual([[], []])
  channels.leave(space, leaves)
  pending = undefined
  takeIn()
  while (heard.length === 0) await Bun.sleep(1)
  expect(published).toHaveLength(1)
  expect(heard).toEqual(['stays'])
  await store.close()
})
