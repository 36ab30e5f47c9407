/** Nodes that are processes of their own, push services that are servers, and a kill -9 (SPEC.md, O4, O5). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { App } from '../../src/app.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import type { DatabaseName } from '../../src/storage/database-name.ts'
import { createApp } from '../support/app.ts'
import { clientOf, newDatabase } from '../support/engines.ts'
import { startPushService, type Device, type PushService } from '../support/push-service.ts'
import { until } from '../support/until.ts'

const persistent = ['sqlite', 'postgres'] as const
const program = join(import.meta.dir, '..', 'support', 'reminding-node.ts')

function startNode(database: DatabaseName, service: PushService, aheadMs: number) {
  const name = database.engine === 'sqlite' ? (database.path as string) : database.url
  const child = Bun.spawn([process.execPath, program, name, service.url, String(aheadMs)], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

/** Reminders in a few minutes, asked for at a server that is stopped then. */
async function prepare(app: App, name: DatabaseName, devices: Device[], count: number): Promise<number> {
  const { json } = clientOf(app, name)
  for (const { subscription } of devices) {
    const made = await json('POST', '/api/v1/push/subscriptions', subscription)
    expect(made.id).toBeString()
  }
  const moment = new Date(Date.now() + 3 * 60_000).toISOString().slice(0, 16)
  for (let made = 0; made < count; made++)
    await json('POST', '/api/v1/todos', { name: Bun.randomUUIDv7(), reminders: [`${moment}[UTC]`] })
  await app.close()
  return Date.parse(`${moment}Z`)
}

test.each(persistent)(
  '[O4] %s: what a node had taken when it was killed, another one sends',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    await using service = startPushService()
    const [hanging, well] = [service.newDevice(), service.newDevice()]
    hanging.answers = ['hangs']
    const app = await createApp({ database: name, pushNetwork: service.network })
    const at = await prepare(app, name, [hanging, well], 1)
    const ahead = at - Date.now() + 1_000
    {
      await using _ = startNode(name, service, ahead)
      await until(() => hanging.asked === 1)
    }
    hanging.answers = [201]
    await using _ = startNode(name, service, ahead + serverLimits.alarmLeaseMs)
    await until(() => hanging.messages.length + well.messages.length === 2)
    expect([hanging.ids, well.ids]).toEqual([well.ids, hanging.ids])
    expect([hanging.asked, well.asked]).toEqual([2, 1])
    expect(service.faults).toEqual([])
    await drop()
  },
)

test.each(persistent)(
  '[O4] %s: two processes send each once, and [O5] what was due while none ran',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    await using service = startPushService()
    const devices = [service.newDevice(), service.newDevice()]
    const app = await createApp({ database: name, pushNetwork: service.network })
    const ahead = (await prepare(app, name, devices, 40)) - Date.now() + 60 * 60_000
    await using _ = startNode(name, service, ahead)
    await using __ = startNode(name, service, ahead)
    await until(() => devices.every(({ messages }) => messages.length >= 40))
    // Long enough for one more, if there were any.
    await Bun.sleep(300)
    for (const { ids } of devices) expect([ids.length, new Set(ids).size]).toEqual([40, 40])
    expect(service.faults).toEqual([])
    await drop()
  },
)
