import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * Todos that repeat, reminders, and the zone of an account. What a node of the version before writes gets the defaults.
 */
export const repeats: Migration = {
  olderNodes: 'must stop',
  because: 'They would tell todos without their rules, and finish them without making the next one.',
  statements,
}

function statements({ type, byCodeUnit }: Dialect): string[] {
  const [text, uuid] = [type('text'), type('uuid')]
  return [
    `alter table todos add column repeat ${text}`,
    `alter table todos add column repeat_from ${text} not null default 'due'`,
    `alter table todos add column anchor ${text} ${byCodeUnit}`,
    `alter table todos add column series ${uuid}`,
    `alter table todos add column next ${uuid}`,
    `alter table todos add column reminders ${text} not null default '[]'`,
    `alter table accounts add column zone ${text}`,
  ]
}
