/** The computer's clock is set while the server runs: by hand, by NTP, by waking up (SPEC.md, L60). */
import { afterEach, expect, setSystemTime, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { Indexer } from '../../src/core/search/indexer.ts'
import { StoreError } from '../../src/core/ports/store.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { createStoreHealth } from '../../src/runtime/health-log.ts'
import { runtime } from '../../src/runtime/runtime.ts'
import { createLog } from '../../src/log.ts'
import { clientOf, newDatabase } from '../support/engines.ts'
import { listen } from '../support/sockets.ts'

const hour = 60 * 60 * 1_000
const setClock = (byMs: number): void => void setSystemTime(new Date(Date.now() + byMs))

afterEach(() => void setSystemTime())

test('[L60] a clock that jumps while the index is brought up makes no pause longer', async () => {
  const pauses: number[] = []
  const { promise: done, resolve: isDone } = Promise.withResolvers<void>()
  const indexer = new Indexer({
    ...runtime,
    every: (_, callback) => {
      setImmediate(callback)
      return () => {}
    },
    store: {
      indexStep: async () => {
        setClock(hour)
        return 'done'
      },
      staleLists: async () => ({ lists: ['a list'], next: undefined }),
    },
    sleep: async (ms) => {
      pauses.push(ms)
      isDone()
    },
    onFault: (error) => {
      throw error
    },
  })
  await done
  expect(pauses.length).toBe(1)
  expect(pauses[0]).toBeLessThan(hour / 60)
  await indexer.stop()
})

test.each(['sqlite', 'postgres'] as const)(
  '[L60] %s: a server whose clock jumps all the time stops when it is told to',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const app = await createApp({ database: name })
    const { done } = clientOf(app, name)
    for (let at = 0; at < 20; at++)
      await done('POST', '/api/v1/batch', {
        commands: Array.from({ length: 100 }, (_, index) => ({
          type: 'createTodo',
          id: Bun.randomUUIDv7(),
          todo: { id: Bun.randomUUIDv7(), name: `${at} ${index}` },
        })),
      })
    const jumping = setInterval(() => setClock(hour), 1)
    // The index is brought up meanwhile.
    await Bun.sleep(4 * serverLimits.indexEveryMs)
    clearInterval(jumping)
    await app.close()
    await drop()
  },
)

test('[L60] a body that comes while the clock jumps is not given up', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  await using server = listen(app)
  const body = new ReadableStream<string>({
    async start(controller) {
      controller.enqueue('{"name": ')
      await Bun.sleep(2 * serverLimits.bodySweepMs)
      setClock(hour)
      await Bun.sleep(2 * serverLimits.bodySweepMs)
      controller.enqueue('"Milk"}')
      controller.close()
    },
  })
  const response = await fetch(`${server.url}/api/v1/todos`, { method: 'POST', body })
  expect(response.status).toBe(201)
  await app.close()
})

test('[L60] a trouble of the database is over when it was not met for a while, however the clock is set', () => {
  const health = createStoreHealth(createLog('silent', false), runtime.monotonicMs)
  health.failed(new StoreError('unusable', 'test'))
  setClock(hour)
  expect(health.trouble).toBe('unusable')
})
