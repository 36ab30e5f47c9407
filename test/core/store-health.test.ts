/** What is noticed of the database, and told of it (SPEC.md, F17). */
import { expect, test } from 'bun:test'
import { StoreError } from '../../src/core/ports/store.ts'
import { StoreHealth, type TroubleNews } from '../../src/core/write/store-health.ts'
import { serverLimits } from '../../src/model/server-limits.ts'

const fault = (kind: StoreError['kind'], code = 'SQLITE_X') =>
  new StoreError(kind, Object.assign(new Error('words'), { code }))

function watch() {
  let now = 0
  const news: TroubleNews[] = []
  const health = new StoreHealth(() => now)
  health.onNews = (each) => news.push(each)
  return { health, news, pass: (ms: number) => void (now += ms) }
}

test('[F17] a trouble is told when it is met first, then now and then with how often it was met', () => {
  const { health, news, pass } = watch()
  for (let count = 0; count < 1_000; count++) health.failed(fault('damaged', 'SQLITE_CORRUPT'))
  expect(news).toEqual([{ trouble: 'damaged', error: 'SQLITE_CORRUPT: words', count: 1 }])
  pass(serverLimits.troubleToldMs)
  health.failed(fault('damaged'))
  expect(news.at(-1)).toMatchObject({ trouble: 'damaged', count: 1_000 })
  health.failed(fault('full'))
  expect(news.map(({ trouble }) => trouble)).toEqual(['damaged', 'damaged', 'full'])
})

test('[F17] what is of one request alone is no trouble', () => {
  const { health, news } = watch()
  for (const kind of ['busy', 'stale', 'conflict'] as const) health.failed(fault(kind))
  health.failed(new Error('a fault of the program'))
  expect([news, health.trouble]).toEqual([[], undefined])
})

test('[F17] what may pass keeps requests away for a while after it was met, or until something is committed', () => {
  const { health, pass } = watch()
  health.failed(fault('unusable'))
  expect(health.trouble).toBe('unusable')
  pass(serverLimits.troubleMs)
  expect(health.trouble).toBeUndefined()
  health.failed(fault('unusable'))
  expect(health.trouble).toBe('unusable')
  health.worked()
  expect(health.trouble).toBeUndefined()
})

test('[F17] one that some requests meet, and others do not, is told no more often; that it is over, when it has not come back for a while', () => {
  const { health, news, pass } = watch()
  for (let count = 0; count < 100; count++) {
    health.failed(fault('unusable'))
    health.worked()
    pass(1)
  }
  expect(news.map(({ trouble }) => trouble)).toEqual(['unusable'])
  pass(serverLimits.troubleMs)
  health.worked()
  health.worked()
  expect(news.map(({ trouble }) => trouble)).toEqual(['unusable', undefined])
  health.failed(fault('unusable'))
  expect(news).toHaveLength(3)
})

test('[F17] what is damaged keeps requests away for as long as the process runs', () => {
  const { health, news, pass } = watch()
  health.failed(fault('damaged'))
  health.worked()
  pass(serverLimits.troubleToldMs)
  expect(health.trouble).toBe('damaged')
  expect(news).toHaveLength(1)
})
