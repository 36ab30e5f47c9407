/** A node of its own process, which sends reminders: its database, what its push service is, and how far its clock is ahead. */
import { Reminders } from '../../src/core/reminders/reminders.ts'
import { createPushSender } from '../../src/runtime/push.ts'
import { openStore } from '../../src/storage/open.ts'

const [database = '', service = '', aheadMs = '0'] = process.argv.slice(2)
const nowMs = () => Date.now() + Number(aheadMs)
const store = await openStore(
  database.startsWith('postgres')
    ? { engine: 'postgres', url: database }
    : { engine: 'sqlite', path: database },
  { newId: () => Bun.randomUUIDv7(), now: nowMs },
)
const sender = createPushSender({
  store: store.reminders,
  contact: undefined,
  network: { isTrusted: (endpoint) => endpoint.startsWith(service) },
  log: { warn: () => {} },
})
new Reminders({
  store: store.reminders,
  sender,
  nowMs,
  newId: () => Bun.randomUUIDv7(),
  hashSecret: (text) => new Bun.CryptoHasher('sha256').update(text).digest('hex'),
  later(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
  onFault: (error) => process.stderr.write(`${String(error)}\n`),
})
process.stdout.write('It runs.\n')
