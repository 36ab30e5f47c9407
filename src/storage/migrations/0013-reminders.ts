import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * Alarms: when the reminders of todos that are to be done are due, and when to look at each next (`at`); a lease is the
 * mark of the node that looks. Subscriptions: devices that are sent to, each as long as its session. Reminded: which
 * devices have had an alarm that others are still to have.
 */
export const reminders: Migration = {
  olderNodes: 'must stop',
  because: 'They would leave alarms as they were when due dates and reminders change.',
  statements,
}

function statements({ type, strict, clustered, byCodeUnit }: Dialect): string[] {
  const [text, uuid, integer, bigint] = [type('text'), type('uuid'), type('integer'), type('bigint')]
  return [
    `create table alarms (
      id ${text} primary key,
      todo ${uuid} not null references todos (id) on delete cascade,
      moment ${text} ${byCodeUnit} not null,
      since ${bigint} not null,
      at ${bigint} not null,
      attempts ${integer} not null default 0,
      lease ${text}
    ) ${strict}`,
    'create index alarms_by_at on alarms (at)',
    'create index alarms_by_todo on alarms (todo)',
    `create table subscriptions (
      id ${text} primary key,
      account ${integer} not null references accounts (key),
      credential ${text} references credentials (id) on delete cascade,
      endpoint ${text} not null unique,
      p256dh ${text} not null,
      auth ${text} not null,
      name ${text} not null,
      created_at ${bigint} not null,
      tested_at ${bigint} not null default 0,
      failing_since ${bigint}
    ) ${strict}`,
    'create index subscriptions_by_account on subscriptions (account)',
    'create index subscriptions_by_credential on subscriptions (credential)',
    `create table reminded (
      alarm ${text} not null references alarms (id) on delete cascade,
      subscription ${text} not null references subscriptions (id) on delete cascade,
      primary key (alarm, subscription)
    ) ${clustered}`,
    'create index reminded_by_subscription on reminded (subscription)',
  ]
}
