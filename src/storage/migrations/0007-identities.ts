import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * Who an account is for an OpenID provider: never more than the issuer and its subject say. And sign-ins that have come
 * back from there, so that none comes twice; each is kept for as long as it could.
 */
export const identities: Migration = {
  olderNodes: 'must stop',
  because: 'They would keep the identities of an account that they remove, and nobody else could link those.',
  statements,
}

function statements({ type, strict, clustered }: Dialect): string[] {
  const [text, integer, bigint] = [type('text'), type('integer'), type('bigint')]
  return [
    `create table identities (
      id ${text} primary key,
      account ${integer} not null references accounts (key),
      issuer ${text} not null,
      subject ${text} not null,
      name ${text},
      created_at ${bigint} not null,
      used_at ${bigint} not null,
      unique (issuer, subject)
    ) ${strict}`,
    'create index identities_by_account on identities (account)',
    `create table returns (
      state ${text} primary key,
      expires_at ${bigint} not null
    ) ${clustered}`,
  ]
}
