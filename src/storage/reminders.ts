/** These statements find alarms that are due and the devices that hear of them, and keep which have. */
import type {
  Alarm,
  Recipient,
  Remindable,
  ReminderStore,
  Subscription,
  VapidKeys,
} from '../core/ports/reminder-store.ts'
import { StoreError } from '../core/ports/store.ts'
import { alarmsOf } from '../model/alarms.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import { readJson } from './damage.ts'
import { withTable, type Connection, type Driver, type Row, type Value } from './driver.ts'
import { rowToTodoOf, todoColumns } from './todo-rows.ts'

const subscriptionColumns = withTable(
  'subscriptions',
  'id, credential, endpoint, p256dh, auth, name, created_at, failing_since',
)

const selectSubscriptions = `select ${subscriptionColumns}, accounts.id as account_id
  from subscriptions join accounts on accounts.key = subscriptions.account`

export const createReminderStore = (driver: Driver): ReminderStore => ({
  ...createSubscriptionStore(driver),
  ...createAlarmStore(driver),
})

const run = (driver: Driver, sql: string, params: Value[]) =>
  driver.transaction((connection) => connection.all(sql, params))

/** These are about the devices that hear of alarms. */
function createSubscriptionStore(
  driver: Driver,
): Pick<
  ReminderStore,
  'vapidKeys' | 'subscriptions' | 'subscribe' | 'unsubscribe' | 'tryOut' | 'markFailing' | 'forget'
> {
  const { forUpdate } = driver.dialect
  return {
    async vapidKeys(make) {
      const read = async () => (await driver.all("select value from meta where key = 'vapid'", []))[0]
      const made = (await read()) === undefined && JSON.stringify(await make())
      // Of nodes that make some at once the first one's are kept.
      if (made)
        await run(driver, "insert into meta (key, value) values ('vapid', $1) on conflict (key) do nothing", [
          made,
        ])
      return readJson<VapidKeys>((await read())?.['value'])
    },
    subscriptions: (account) => subscriptionsOf(driver, account),
    async subscribe(row) {
      const put = () => driver.transaction((connection) => subscribe(connection, forUpdate, row))
      return put().catch((error: unknown) => {
        // The device has subscribed twice at once.
        if (error instanceof StoreError && error.kind === 'conflict') return put()
        throw error
      })
    },
    async unsubscribe(account, id) {
      const rows = await run(
        driver,
        'delete from subscriptions where id = $1 and account = (select key from accounts where id = $2) returning id',
        [id, account],
      )
      return rows.length > 0
    },
    async tryOut(account, id, now, before) {
      const found = (await subscriptionsOf(driver, account)).find((each) => each.id === id)
      const rows =
        found &&
        (await run(
          driver,
          'update subscriptions set tested_at = $1 where id = $2 and tested_at <= $3 returning id',
          [now, id, before],
        ))
      return rows?.length === 0 ? 'early' : found
    },
    async markFailing(subscription, since) {
      const keep = since === null ? '$1' : 'coalesce(failing_since, $1)'
      await run(driver, `update subscriptions set failing_since = ${keep} where id = $2`, [
        since,
        subscription,
      ])
    },
    async forget(subscription, failingBefore) {
      if (failingBefore === undefined)
        await run(driver, 'delete from subscriptions where id = $1', [subscription])
      else
        await run(driver, 'delete from subscriptions where id = $1 and failing_since < $2', [
          subscription,
          failingBefore,
        ])
    },
  }
}

function createAlarmStore(
  driver: Driver,
): Pick<ReminderStore, 'nextAlarmAt' | 'claim' | 'remindables' | 'reminded' | 'markReminded' | 'settle'> {
  const { array, isIn, forUpdate } = driver.dialect
  return {
    async nextAlarmAt() {
      const [row] = await driver.all('select at from alarms order by at limit 1', [])
      return row && Number(row['at'])
    },
    async claim(now, until, lease, limit) {
      const rows = await run(
        driver,
        `update alarms set at = $1, lease = $2 where id in (
          select id from alarms where at <= $3 order by at limit $4 ${forUpdate && 'for update skip locked'}
        ) returning id, todo, moment, since, attempts`,
        [until, lease, now, limit],
      )
      return rows.map(rowToAlarm)
    },
    remindables: (todos, now) => remindables(driver, todos, now),
    async reminded(alarms) {
      const rows = await driver.all(
        `select alarm, subscription from reminded where ${isIn('alarm', 1, 'text')}`,
        [array(alarms)],
      )
      return new Set(rows.map((row) => `${row['alarm']} ${row['subscription']}`))
    },
    async markReminded(alarm, subscription) {
      // Either may be gone by now.
      await run(
        driver,
        `insert into reminded (alarm, subscription) select alarms.id, subscriptions.id from alarms cross join subscriptions
        where alarms.id = $1 and subscriptions.id = $2 on conflict (alarm, subscription) do nothing`,
        [alarm, subscription],
      )
    },
    async settle(lease, ended, again) {
      await driver.transaction(async (connection) => {
        if (ended.length > 0)
          await connection.all(`delete from alarms where ${isIn('id', 1, 'text')} and lease = $2`, [
            array(ended),
            lease,
          ])
        for (const { id, at, attempts } of again)
          await connection.all(
            'update alarms set at = $1, attempts = $2, lease = null where id = $3 and lease = $4',
            [at, attempts, id, lease],
          )
      })
    },
  }
}

async function subscriptionsOf(
  connection: Pick<Connection, 'all'>,
  account: string,
): Promise<Subscription[]> {
  const sql = `${selectSubscriptions} where accounts.id = $1 order by subscriptions.created_at, subscriptions.id`
  return (await connection.all(sql, [account])).map(rowToSubscription)
}

async function subscribe(
  connection: Connection,
  forUpdate: string,
  row: Subscription,
): Promise<Subscription> {
  const { id, account, credential, endpoint, p256dh, auth, name, createdAt } = row
  // One after another for each account, so that they can be counted.
  const [owner] = await connection.all(`select key from accounts where id = $1 ${forUpdate}`, [account])
  // The session may have ended since the request came.
  const sessions = 'select id from credentials where id = $1'
  if (credential !== null && (await connection.all(`${sessions} ${forUpdate}`, [credential])).length === 0)
    throw new AppError('unauthenticated')
  const [known] = await connection.all(`${selectSubscriptions} where endpoint = $1`, [endpoint])
  if (known?.['account_id'] === account) {
    await connection.all(
      'update subscriptions set credential = $1, p256dh = $2, auth = $3, name = $4, failing_since = null where id = $5',
      [credential, p256dh, auth, name, known['id'] as string],
    )
    return { ...rowToSubscription(known), credential, p256dh, auth, name }
  }
  if ((await subscriptionsOf(connection, account)).length >= serverLimits.subscriptionsPerAccountMax)
    throw new AppError('too_many_subscriptions')
  if (known) await connection.all('delete from subscriptions where endpoint = $1', [endpoint])
  await connection.all(
    `insert into subscriptions (id, account, credential, endpoint, p256dh, auth, name, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, Number(owner?.['key']), credential, endpoint, p256dh, auth, name, createdAt],
  )
  return row
}

/** What is of a session counts as long as that may be used; what is of none, in local mode alone. */
const isOpen = `case when subscriptions.credential is null
  then not exists (select 1 from meta where key = 'mode' and value = 'accounts')
  else exists (select 1 from credentials where credentials.id = subscriptions.credential
    and (credentials.expires_at is null or credentials.expires_at > $2) and credentials.used_at > $3) end`

async function remindables(
  { all, dialect }: Driver,
  todos: readonly string[],
  now: number,
): Promise<Map<string, Remindable>> {
  const ids = dialect.array(todos)
  const live = `${dialect.isIn('todos.id', 1)} and todos.finished_at is null and todos.deleted_at is null and lists.deleted_at is null`
  const rows = await all(
    `select ${todoColumns}, lists.id as list_id, lists.name as list_name from todos join lists on lists.key = todos.list where ${live}`,
    [ids],
  )
  const found = new Map(rows.map((row) => [row['id'] as string, rowToRemindable(row)]))
  const devices = await all(
    `select todos.id as todo, accounts.id as account_id, accounts.zone, ${subscriptionColumns} from todos
    join lists on lists.key = todos.list join members on members.list = todos.list
    join accounts on accounts.key = members.account join subscriptions on subscriptions.account = accounts.key
    where ${live} and accounts.disabled_at is null and accounts.removed_at is null and ${isOpen}`,
    [ids, now, now - limits.sessionIdleMs],
  )
  for (const row of devices) found.get(row['todo'] as string)?.recipients.push(rowToRecipient(row))
  return found
}

function rowToRemindable(row: Row): Remindable {
  const todo = rowToTodoOf(row['list_id'] as string, row)
  const { id, list, name, due } = todo
  return {
    id,
    list,
    listName: row['list_name'] as string,
    name,
    due,
    moments: alarmsOf(todo),
    recipients: [],
  }
}

const rowToTarget = (
  row: Row,
): Pick<Subscription, 'endpoint' | 'p256dh' | 'auth' | 'account' | 'createdAt'> => ({
  endpoint: row['endpoint'] as string,
  p256dh: row['p256dh'] as string,
  auth: row['auth'] as string,
  account: row['account_id'] as string,
  createdAt: Number(row['created_at']),
})

const rowToRecipient = (row: Row): Recipient => ({
  ...rowToTarget(row),
  subscription: row['id'] as string,
  zone: row['zone'] as string | null,
  isFailing: row['failing_since'] !== null,
})

const rowToSubscription = (row: Row): Subscription => ({
  ...rowToTarget(row),
  id: row['id'] as string,
  credential: row['credential'] as string | null,
  name: row['name'] as string,
})

const rowToAlarm = (row: Row): Alarm => ({
  id: row['id'] as string,
  todo: row['todo'] as string,
  moment: row['moment'] as string,
  since: Number(row['since']),
  attempts: Number(row['attempts']),
})
