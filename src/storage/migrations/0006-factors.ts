import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * What signs in beside a password: a second factor with its recovery codes (by their hashes), and passkeys with the
 * site that they are for; the challenges that were answered, until they expire; how a session was opened. Times are
 * milliseconds.
 */
export const factors: Migration = {
  olderNodes: 'must stop',
  because: 'They would let in who has the password alone.',
  statements,
}

function statements({ type, strict, clustered }: Dialect): string[] {
  const [text, integer, bigint] = [type('text'), type('integer'), type('bigint')]
  const account = `${integer} not null references accounts (key)`
  return [
    `alter table credentials add column way ${text}`,
    // The step is the one of the code that was used last; until it is confirmed the factor does not count.
    `create table second_factors (
      account ${account} primary key,
      secret ${text} not null,
      step ${bigint} not null,
      created_at ${bigint} not null,
      confirmed_at ${bigint}
    ) ${strict}`,
    `create table recovery_codes (
      account ${account},
      hash ${text} not null,
      primary key (account, hash)
    ) ${clustered}`,
    `create table passkeys (
      id ${text} primary key,
      account ${account},
      credential ${text} not null unique,
      site ${text} not null,
      name ${text} not null,
      public_key ${text} not null,
      counter ${bigint} not null,
      transports ${text} not null,
      created_at ${bigint} not null,
      used_at ${bigint}
    ) ${strict}`,
    'create index passkeys_by_account on passkeys (account)',
    `create table used_challenges (
      challenge ${text} primary key,
      expires_at ${bigint} not null
    ) ${clustered}`,
  ]
}
