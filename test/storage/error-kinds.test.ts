/** What the engines' codes stand for (SPEC.md, F16). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { postgresKind, sqliteKind } from '../../src/storage/error-kinds.ts'
import { tempFolder } from '../support/server.ts'

test('[F16] each code that the engines give for a state of theirs is told as that; a mistake of the program is none', () => {
  using folder = tempFolder()
  const failure = (work: () => unknown): Error & { code: string } => {
    try {
      work()
    } catch (error) {
      return error as Error & { code: string }
    }
    throw new Error('it did not fail')
  }
  const path = `${folder.path}/x.sqlite`
  const database = new Database(path)
  database.run('create table things (id integer primary key, name text unique) strict')
  database.run("insert into things values (1, 'a')")
  database.run('pragma max_page_count = 1')
  const readonly = new Database(path, { readonly: true })
  const garbage = `${folder.path}/garbage.sqlite`
  writeFileSync(garbage, 'A'.repeat(4096))
  const real = [
    failure(() => database.run("insert into things values (2, 'a')")),
    failure(() => database.run(`insert into things values (3, '${'x'.repeat(100_000)}')`)),
    failure(() => readonly.run("insert into things values (4, 'b')")),
    failure(() => new Database(garbage).query('select * from things').all()),
    failure(() => new Database(`${folder.path}/no/such/folder.sqlite`, { create: true })),
    failure(() => database.run('select * from nowhere')),
    failure(() => database.run('selec')),
    failure(() => database.run("insert into things values (5, x'00')")),
  ]
  expect(real.map((error) => [error.code, sqliteKind(error)])).toEqual([
    ['SQLITE_CONSTRAINT_UNIQUE', 'conflict'],
    ['SQLITE_FULL', 'full'],
    ['SQLITE_READONLY', 'unusable'],
    ['SQLITE_NOTADB', 'damaged'],
    ['SQLITE_CANTOPEN', 'unusable'],
    ['SQLITE_ERROR', 'unusable'],
    ['SQLITE_ERROR', undefined],
    ['SQLITE_CONSTRAINT_DATATYPE', undefined],
  ])
  readonly.close()
  database.close()
  const kinds: Record<string, string | undefined> = {
    SQLITE_IOERR_READ: 'unusable',
    SQLITE_IOERR_SHORT_READ: 'unusable',
    SQLITE_IOERR_FSYNC: 'unusable',
    SQLITE_READONLY_DBMOVED: 'unusable',
    SQLITE_CORRUPT_INDEX: 'damaged',
    SQLITE_BUSY_SNAPSHOT: 'busy',
    SQLITE_NOMEM: 'away',
    SQLITE_RANGE: undefined,
    SQLITE_CONSTRAINT_FOREIGNKEY: undefined,
  }
  for (const [code, kind] of Object.entries(kinds)) expect([code, sqliteKind({ code })]).toEqual([code, kind])
  const states: Record<string, string | undefined> = {
    '08006': 'away',
    '25006': 'away',
    '28P01': 'away',
    '3D000': 'away',
    '53200': 'away',
    '53300': 'away',
    '57P01': 'away',
    '57P03': 'away',
    '53100': 'full',
    '58000': 'unusable',
    '58030': 'unusable',
    '58P01': 'unusable',
    '42P01': 'unusable',
    '42703': 'unusable',
    '42501': 'unusable',
    XX000: 'damaged',
    XX001: 'damaged',
    XX002: 'damaged',
    '40P01': 'busy',
    '26000': 'stale',
    '23505': 'conflict',
    '23503': undefined,
    '42601': undefined,
    '22003': undefined,
  }
  for (const [errno, kind] of Object.entries(states))
    expect([errno, postgresKind({ code: 'ERR_POSTGRES_SERVER_ERROR', errno })]).toEqual([errno, kind])
})
