/** Who is sent a reminder, when, how often, and by whom (SPEC.md, O2 to O7), on each engine and at a time of the test's. */
import { expect, test } from 'bun:test'
import type { PushAnswer } from '../../src/core/reminders/push-sender.ts'
import type { Store } from '../../src/core/ports/store.ts'
import { limits } from '../../src/model/limits.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { openStore } from '../../src/storage/open.ts'
import { join, share } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, onEachEngine, type Client } from '../support/engines.ts'
import { Device, startPushService } from '../support/push-service.ts'
import { RemindingNode } from '../support/reminding.ts'

const hour = 60 * 60 * 1_000
const minute = 60 * 1_000
const ms = (text: string) => Date.parse(text)

onEachEngine('reminders', (client, engine) => {
  /** Each test has days of its own, far ahead: what one leaves is sent on no day of another's. */
  let year = 2040
  const json = (method: string, path: string, body?: unknown) => client().done(method, `/api/v1${path}`, body)
  const make = async (fields: object) => json('POST', '/todos', { name: Bun.randomUUIDv7(), ...fields })
  const setZone = (zone: string | null) => json('PATCH', '/account', { zone })
  const subscribe = async () => {
    const device = new Device(`https://push.example/${Bun.randomUUIDv7()}`)
    const { id } = await json('POST', '/push/subscriptions', device.subscription)
    return { id, endpoint: device.endpoint }
  }
  const alone = async () => {
    for (const { id } of (await json('GET', '/push/subscriptions')).items)
      await json('DELETE', `/push/subscriptions/${id}`)
    year++
    return { ...(await subscribe()), day: `${year}-06-15` }
  }
  const nodeAt = (time: number, answer?: ConstructorParameters<typeof RemindingNode>[2], store?: Store) =>
    new RemindingNode((store ?? client().app.store).reminders, time, answer)

  test('[O3] a reminder is sent when it is due, and once', async () => {
    const { day, endpoint } = await alone()
    const todo = await make({ due: `${day}T09:00[UTC]`, reminders: ['-PT30M', 'PT0S'] })
    await using node = nodeAt(ms(`${day}T08:00Z`))
    await node.until(ms(`${day}T08:29:59Z`))
    expect(node.sent).toEqual([])
    await node.until(ms(`${day}T12:00Z`))
    expect(node.sent.map(({ endpoint, id, at }) => [endpoint, id, at])).toEqual([
      [endpoint, `${todo.id} ${day}T08:30:00Z`, ms(`${day}T08:30Z`)],
      [endpoint, `${todo.id} ${day}T09:00:00Z`, ms(`${day}T09:00Z`)],
    ])
    const [first] = node.sent
    expect(JSON.parse(first?.message.payload ?? '')).toEqual({
      type: 'reminder',
      id: first?.id ?? '',
      todo: todo.id,
      list: todo.list,
      listName: 'Todos',
      name: todo.name,
      due: todo.due,
    })
    expect(first?.message.ttlSeconds).toBe(24 * 60 * 60)
    expect(first?.message.topic).toMatch(/^[0-9a-f]{32}$/)
    expect(node.faults).toEqual([])
  })

  test('[O2] what is changed, finished, deleted or moved before is reminded of as it is then', async () => {
    const { day } = await alone()
    const at = { due: `${day}T09:00[UTC]`, reminders: ['PT0S'] }
    const [later, finished, deleted, restored, reopened, without, moved] = await Promise.all(
      Array.from({ length: 7 }, () => make(at)),
    )
    const list = await json('POST', '/lists', { name: 'Another' })
    await json('PATCH', `/todos/${later.id}`, { due: `${day}T10:00[UTC]` })
    await json('PATCH', `/todos/${finished.id}`, { finished: true })
    await json('DELETE', `/todos/${deleted.id}`)
    await json('DELETE', `/todos/${restored.id}`)
    await json('POST', `/todos/${restored.id}/restore`)
    await json('PATCH', `/todos/${reopened.id}`, { finished: true })
    await json('PATCH', `/todos/${reopened.id}`, { finished: false })
    await json('PATCH', `/todos/${without.id}`, { reminders: [] })
    await json('PATCH', `/todos/${moved.id}`, { list: list.id, name: 'moved' })
    const binned = await make({ ...at, list: (await json('POST', '/lists', { name: 'Binned' })).id })
    await json('DELETE', `/lists/${binned.list}`)
    await using node = nodeAt(ms(`${day}T08:00Z`))
    await node.until(ms(`${day}T09:30Z`))
    expect(node.sent.map(({ id }) => id).toSorted()).toEqual(
      [restored, reopened, moved].map(({ id }) => `${id} ${day}T09:00:00Z`).toSorted(),
    )
    expect(node.sent.find(({ id }) => id.startsWith(moved.id))?.name).toBe('moved')
    await node.until(ms(`${day}T11:00Z`))
    expect(node.sent.map(({ id }) => id).slice(3)).toEqual([`${later.id} ${day}T10:00:00Z`])
  })

  test('[O2] the next one of a series has its own reminder', async () => {
    const { day } = await alone()
    const rule = { repeat: 'FREQ=DAILY', reminders: ['-PT1H'] }
    const todo = await make({ due: `${day}T09:00[UTC]`, ...rule })
    const { next } = await json('PATCH', `/todos/${todo.id}`, { finished: true })
    const due: string = (await json('GET', `/todos/${next}`)).due
    const moment = `${due.slice(0, 10)}T08:00:00Z`
    await using node = nodeAt(ms(moment) - hour)
    await node.until(ms(moment) + hour)
    expect(node.sent.map(({ id }) => id)).toEqual([`${next} ${moment}`])
  })

  test('[O5] what was missed is sent late, but not later than a day', async () => {
    const { day } = await alone()
    const missed = await make({ due: `${day}T09:00[UTC]`, reminders: ['PT0S'] })
    const long = await make({ due: `${day}T05:00[UTC]`, reminders: ['PT0S'] })
    await using node = nodeAt(ms(`${day}T07:00Z`) + 24 * hour)
    await node.settle()
    expect(node.sent.map(({ id }) => id)).toEqual([`${missed.id} ${day}T09:00:00Z`])
    expect(node.sent[0]?.message.ttlSeconds).toBe(2 * 60 * 60)
    expect(long.reminders).toEqual(['PT0S'])
  })

  test('[O6] a day without a time is one in the zone of the account, on a day of other clocks as well', async () => {
    await alone()
    year++
    // The last Sunday of March: the clocks go forward at one o'clock UTC.
    const last = new Date(Date.UTC(year, 2, 31))
    last.setUTCDate(31 - last.getUTCDay())
    const day = last.toISOString().slice(0, 10)
    await setZone('Europe/Berlin')
    const todo = await make({ due: day, reminders: ['PT9H'] })
    await using node = nodeAt(ms(`${day}T00:00Z`) - 24 * hour)
    await node.until(ms(`${day}T06:59Z`))
    expect(node.sent).toEqual([])
    await node.until(ms(`${day}T00:00Z`) + 48 * hour)
    expect(node.sent.map(({ id, at }) => [id, at])).toEqual([
      [`${todo.id} ${day}T09:00:00`, ms(`${day}T07:00Z`)],
    ])
    await setZone(null)
  })

  test('[O6] another zone of the account counts at once, and reminds nobody twice', async () => {
    const { day } = await alone()
    const [one, two] = [
      await make({ due: day, reminders: ['PT9H'] }),
      await make({ due: day, reminders: ['PT20H'] }),
    ]
    await using node = nodeAt(ms(`${day}T00:00Z`) - 24 * hour)
    await setZone('Asia/Tokyo')
    await node.until(ms(`${day}T00:01Z`))
    expect(node.sent.map(({ id, at }) => [id, at])).toEqual([
      [`${one.id} ${day}T09:00:00`, ms(`${day}T00:00Z`)],
    ])
    await setZone('America/New_York')
    // Nine o'clock comes once more, and eight in the evening later than it would have.
    await node.until(ms(`${day}T23:59Z`))
    expect(node.sent).toHaveLength(1)
    await node.until(ms(`${day}T00:00Z`) + 48 * hour)
    expect(node.sent.slice(1).map(({ id, at }) => [id, at])).toEqual([
      [`${two.id} ${day}T20:00:00`, ms(`${day}T00:00Z`) + 24 * hour],
    ])
    await setZone(null)
  })

  test('[O7] what a push service does not take now is sent again, later each time, so many times', async () => {
    const { day } = await alone()
    await make({ due: `${day}T09:00[UTC]`, reminders: ['PT0S'] })
    const times: number[] = []
    await using node = nodeAt(ms(`${day}T09:00Z`), () => {
      times.push(node.now)
      return { is: 'later' }
    })
    await node.until(ms(`${day}T09:00Z`) + 24 * hour)
    const waits = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1_000)
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920])
    expect(times).toHaveLength(serverLimits.pushAttemptsMax)
  })

  test('[O7] the wait that a push service asks for is kept, and the others have theirs meanwhile', async () => {
    const { day, endpoint } = await alone()
    const other = await subscribe()
    await make({ due: `${day}T09:00[UTC]`, reminders: ['PT0S'] })
    let isBusy = true
    await using node = nodeAt(ms(`${day}T09:00Z`), (target): PushAnswer => {
      if (target.endpoint !== endpoint || !isBusy) return { is: 'accepted' }
      isBusy = false
      return { is: 'later', afterMs: 10 * minute }
    })
    await node.until(ms(`${day}T10:00Z`))
    expect(node.sent.map((each) => [each.endpoint, each.at - ms(`${day}T09:00Z`)]).toSorted()).toEqual(
      [
        [endpoint, 10 * minute],
        [other.endpoint, expect.any(Number)],
      ].toSorted(),
    )
    expect(node.sent).toHaveLength(2)
  })

  test('[O7] a device that is gone is forgotten; what is refused is not sent again', async () => {
    const { day, id } = await alone()
    const other = await subscribe()
    await make({ due: `${day}T09:00[UTC]`, reminders: ['PT0S'] })
    await using node = nodeAt(ms(`${day}T09:00Z`), ({ endpoint }) => ({
      is: endpoint === other.endpoint ? 'refused' : 'gone',
    }))
    await node.until(ms(`${day}T12:00Z`))
    expect(node.asked).toBe(2)
    const { items } = await json('GET', '/push/subscriptions')
    expect(items.map((each: { id: string }) => each.id)).toEqual([other.id])
    expect(id).not.toBe(other.id)
  })

  test('[O7] a device to which nothing could be sent for a week is forgotten', async () => {
    const { day } = await alone()
    for (const date of [15, 18, 21, 24])
      await make({ due: `${day.slice(0, 8)}${date}T09:00[UTC]`, reminders: ['PT0S'] })
    await using node = nodeAt(ms(`${day}T09:00Z`), () => ({ is: 'later' }))
    const devices = async () => (await json('GET', '/push/subscriptions')).items.length
    await node.until(ms(`${day.slice(0, 8)}22T09:00Z`))
    expect(await devices()).toBe(1)
    await node.until(ms(`${day.slice(0, 8)}25T09:00Z`))
    expect(await devices()).toBe(0)
  })

  test('[O4] two nodes send each reminder once to each device', async () => {
    const { day } = await alone()
    for (let more = 0; more < 2; more++) await subscribe()
    const todos = await Promise.all(
      Array.from({ length: 70 }, () => make({ due: `${day}T09:00[UTC]`, reminders: ['PT0S'] })),
    )
    // Two that write to one file of SQLite are two processes: they are in processes.test.ts.
    const second = engine === 'postgres' ? await openSecond(client()) : client().app.store
    const slowly = async (): Promise<PushAnswer> => {
      await Bun.sleep(Math.random() * 5)
      return { is: 'accepted' }
    }
    {
      await using one = nodeAt(ms(`${day}T09:00Z`), slowly)
      await using two = nodeAt(ms(`${day}T09:00Z`), slowly, second)
      await Promise.all([one.settle(), two.settle()])
      await Promise.all([one.until(ms(`${day}T10:00Z`)), two.until(ms(`${day}T10:00Z`))])
      const all = [...one.sent, ...two.sent].map(({ endpoint, id }) => `${endpoint} ${id}`)
      expect(all).toHaveLength(todos.length * 3)
      expect(new Set(all).size).toBe(all.length)
      expect([...one.faults, ...two.faults]).toEqual([])
    }
    if (second !== client().app.store) await second.close()
  })

  test.each(['before it sends', 'before it marks what it sent'])(
    '[O4] when a node dies %s, another one sends what it had taken',
    async (when) => {
      const { day, endpoint } = await alone()
      const todo = await make({ due: `${day}T09:00[UTC]`, reminders: ['PT0S'] })
      const dead = nodeAt(ms(`${day}T09:00Z`), () => {
        if (when !== 'before it sends') dead.die()
        return when === 'before it sends' ? new Promise<PushAnswer>(() => {}) : { is: 'accepted' }
      })
      void dead.settle()
      while (dead.asked === 0) await Bun.sleep(1)
      dead.die()
      await using other = nodeAt(ms(`${day}T09:00Z`) + 1_000)
      await other.until(ms(`${day}T09:00Z`) + serverLimits.alarmLeaseMs - 1)
      expect(other.sent).toEqual([])
      await other.until(ms(`${day}T09:00Z`) + serverLimits.alarmLeaseMs + 1_000)
      expect(other.sent.map((each) => [each.endpoint, each.id])).toEqual([
        [endpoint, `${todo.id} ${day}T09:00:00Z`],
      ])
      // What the device had already is the same message: a service keeps one of a topic, a device shows one of an id.
      for (const { id, message } of dead.sent)
        expect([id, message.topic]).toEqual([other.sent[0]?.id ?? '', other.sent[0]?.message.topic ?? ''])
    },
  )

  test('[O20] a node whose lease is over changes nothing of what another one has taken since', async () => {
    const { day } = await alone()
    const todo = await make({ due: `${day}T09:00[UTC]`, reminders: ['PT0S'] })
    const { reminders } = client().app.store
    const due = ms(`${day}T09:00Z`)
    const take = async (now: number, until: number, lease: string) =>
      (await reminders.claim(now, until, lease, 1_000)).find((alarm) => alarm.todo === todo.id)
    const first = await take(due, due + minute, 'first')
    expect(first).toMatchObject({ attempts: 0 })
    const id = first?.id ?? ''
    expect(await take(due + minute - 1, due + hour, 'too early')).toBeUndefined()
    expect(await take(due + minute, due + 2 * minute, 'second')).toEqual(first)
    await reminders.settle('first', [id], [])
    await reminders.settle('first', [], [{ id, at: due, attempts: 7 }])
    expect(await take(due + 2 * minute - 1, due + hour, 'too early')).toBeUndefined()
    expect(await take(due + 2 * minute, due + hour, 'third')).toEqual(first)
    await reminders.settle('third', [], [{ id, at: due + 3 * minute, attempts: 1 }])
    // What was put off is nobody's.
    await reminders.settle('third', [id], [])
    expect(await take(due + 3 * minute, due + 4 * minute, 'fourth')).toMatchObject({ id, attempts: 1 })
    await reminders.settle('fourth', [id], [])
    expect(await take(due + hour, due + 2 * hour, 'fifth')).toBeUndefined()
  })

  test('[O3] nobody is reminded of what was over when they asked for it', async () => {
    await alone()
    const past = new Date(Date.now() - hour).toISOString().slice(0, 16)
    await make({ due: `${past}[UTC]`, reminders: ['PT0S'] })
    await using node = nodeAt(Date.now())
    await node.settle()
    expect(node.sent).toEqual([])
  })
})

const openSecond = (client: Client): Promise<Store> =>
  openStore(client.database, { newId: () => Bun.randomUUIDv7(), now: Date.now })

test.each(['sqlite', 'postgres'] as const)(
  '[O3] %s: each device of each member who sees the list then, in their zones, and of nobody else',
  async (engine) => {
    const database = await newDatabase(engine)
    const app = await createApp({ database: database.name })
    await using service = startPushService()
    const [owner, viewer, left, stranger] = [
      await join(app, 'owner'),
      await join(app, 'viewer'),
      await join(app, 'left'),
      await join(app, 'stranger'),
    ]
    const list = (await owner.newList()).id
    await share(owner, list, viewer, 'viewer')
    await share(owner, list, left, 'editor')
    const endpoints = new Map<string, string>()
    for (const person of [owner, viewer, left, stranger]) {
      const device = new Device(`https://push.example/${person.name}`)
      endpoints.set(device.endpoint, person.name)
      expect((await person.ask('POST', '/push/subscriptions', device.subscription)).status).toBe(201)
    }
    await viewer.ask('PATCH', '/account', { zone: 'Asia/Tokyo' })
    const day = new Date(Date.now() + 5 * 24 * hour).toISOString().slice(0, 10)
    await owner.newTodo(list, { due: day, reminders: ['PT12H'] })
    await left.ask('DELETE', `/lists/${list}/members/${left.id}`)
    await using node = new RemindingNode(app.store.reminders, ms(`${day}T00:00Z`))
    await node.until(ms(`${day}T23:00Z`))
    expect(node.sent.map(({ endpoint, at }) => [endpoints.get(endpoint), at])).toEqual([
      ['viewer', ms(`${day}T03:00Z`)],
      ['owner', ms(`${day}T12:00Z`)],
    ])
    expect(service.faults).toEqual([])
    await app.close()
    await database.drop()
  },
)

test.each(['sqlite', 'postgres'] as const)(
  '[O21] %s: a device hears nothing when its session is over: not used for long, ended, or of a disabled account',
  async (engine) => {
    const database = await newDatabase(engine)
    const app = await createApp({ database: database.name })
    const names = ['idle', 'signed-out', 'disabled', 'there']
    const people = []
    for (const name of names) people.push(await join(app, name))
    const [owner, ...others] = people
    if (!owner) throw new Error('nobody')
    const list = (await owner.newList()).id
    for (const other of others) await share(owner, list, other, 'viewer')
    for (const person of people) {
      const device = new Device(`https://push.example/${person.name}`)
      await person.done('POST', '/push/subscriptions', device.subscription)
    }
    const [, signedOut, disabled] = people
    await signedOut?.done('DELETE', '/session')
    await app.accounts.update(disabled?.id ?? '', { isDisabled: true })
    const now = Date.now()
    const dueIn = (span: number) =>
      owner.newTodo(list, {
        due: `${new Date(now + span).toISOString().slice(0, 16)}[UTC]`,
        reminders: ['PT0S'],
      })
    const before = await dueIn(limits.sessionIdleMs - hour)
    await dueIn(limits.sessionIdleMs + hour)
    await using node = new RemindingNode(app.store.reminders, now)
    await node.until(now + limits.sessionIdleMs + 2 * hour)
    // Until then those who may sign in hear of it, though they do nothing; afterwards nobody does.
    expect(node.sent.map(({ endpoint, id }) => [endpoint, id.split(' ')[0]]).toSorted()).toEqual([
      ['https://push.example/idle', before.id],
      ['https://push.example/there', before.id],
    ])
    await app.close()
    await database.drop()
  },
)
