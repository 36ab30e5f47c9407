/** Names of accounts that could be taken for somebody else's (SPEC.md, N85 to N87). */
import { expect, test } from 'bun:test'
import { migrate, migrations } from '../../src/storage/migrate.ts'
import { skeletons } from '../../src/storage/migrations/0018-skeletons.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { skeletonOf } from '../../src/model/alike-names.ts'
import { ask, by, join, password, share, type Answer } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, onEachEngine } from '../support/engines.ts'

const outcome = ({ status, body }: Answer) => [status, body?.code]

onEachEngine('names', (client) => {
  const app = () => client().app

  /** Tries a name in all ways in which an account comes by one; answers what became of each. */
  async function tried(name: string): Promise<unknown[]> {
    const fresh = () => `plain-${Bun.randomUUIDv7().slice(-12)}`
    const [admin, other] = [await join(app(), fresh()), await join(app(), fresh())]
    await app().accounts.update(admin.id, { isAdmin: true })
    const invitation = await app().accounts.invite(by(admin.id))
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: { code: string }) => error.code,
      )
    return [
      outcome(await ask(app(), 'POST', '/accounts', { invitation, name, password })),
      outcome(await other.ask('PATCH', '/account', { currentPassword: password, name })),
      outcome(await admin.ask('PATCH', `/accounts/${other.id}`, { name })),
      await codeOf(app().accounts.add({ name, password })),
      await codeOf(app().accounts.update(other.id, { name })),
    ]
  }
  const refused = (code: string) => [[409, code], [409, code], [409, code], code, code]

  test('[B15] names of accounts, tokens and passkeys are made right; blanks around them keep nobody out', async () => {
    const name = `Zoe\u0308-${Bun.randomUUIDv7().slice(-12)}`
    const right = name.normalize('NFC').toLowerCase()
    expect((await app().accounts.add({ name: ` ${name}\n`, password })).name).toBe(right)
    const inside = await ask(app(), 'POST', '/session', { name: `\t${name} `, password })
    expect([inside.status, inside.body.account.name]).toEqual([200, right])
    const person = await join(app(), `plain-${Bun.randomUUIDv7().slice(-12)}`)
    const renamed = await person.ask('PATCH', '/account', { currentPassword: password, name: ` ${right}x ` })
    expect([renamed.status, renamed.body.name]).toEqual([200, `${right}x`])
    const token = await person.ask('POST', '/tokens', { name: ' at\nhome ', scope: 'read' })
    expect([token.status, token.body.name]).toEqual([201, 'at home'])
    expect((await person.ask('POST', '/tokens', { name: ' \u200b', scope: 'read' })).status).toBe(400)
    expect(outcome(await ask(app(), 'POST', '/session', { name: 'a\tb', password }))[0]).toBe(401)
  })

  test('[N85] a new name that mixes scripts is refused, however the account comes by it', async () => {
    expect(await tried('pаypal')).toEqual(refused('account_name_mixed'))
    expect(await tried('anna-анна')).toEqual(refused('account_name_mixed'))
    for (const name of ['安娜', 'Анна', 'アンナann安', '안나bob']) {
      const made = await app().accounts.add({ name, password })
      expect(made.name).toBe(name.normalize('NFKC').toLowerCase())
    }
  })

  test('[N86] a new name that looks like one that exists is refused, however the account comes by it', async () => {
    const real = await join(app(), 'paypa')
    expect(await tried('раура')).toEqual(refused('account_name_alike'))
    expect(await tried('pɑypɑ')).toEqual(refused('account_name_alike'))
    expect(await tried('paypa\u{34f}')).toEqual(refused('account_name_alike'))
    // The other way round as well.
    await join(app(), 'ѕсоре')
    expect(await tried('scope')).toEqual(refused('account_name_alike'))
    // Its own it may be called in another way, and what is gone is in nobody's way.
    const own = await real.ask('PATCH', '/account', { currentPassword: password, name: 'раура' })
    expect([own.status, own.body.name]).toEqual([200, 'раура'])
    await app().accounts.remove(real.id)
    await join(app(), 'paypa')
    // What is alike in ASCII stands.
    await join(app(), 'modem')
    await join(app(), 'modern')
  })

  test('[N87] names that there are stay and sign in, and are told with their id where they could be taken for another', async () => {
    const admin = await join(app(), 'looker')
    await app().accounts.update(admin.id, { isAdmin: true })
    // As they were made before.
    const [real, old] = [await join(app(), 'maria'), await join(app(), 'impostor')]
    await app().store.access.change((tables) => tables.updateAccount(old.id, { name: 'mаriа' }))
    const inside = await ask(app(), 'POST', '/session', { name: 'mаriа', password })
    expect([inside.status, inside.body.account.name]).toEqual([200, 'mаriа'])
    expect((await old.ask('PATCH', '/account', { zone: 'Europe/Rome' })).status).toBe(200)
    // It may go on being called so, and may be invited by that name.
    const same = await old.ask('PATCH', '/account', { currentPassword: password, name: 'mаriа' })
    expect(same.status).toBe(200)
    const list = (await admin.newList()).id
    for (const person of [real, { ...old, name: 'mаriа' }]) await share(admin, list, person, 'viewer')
    const { items } = (await admin.ask('GET', `/lists/${list}/members`)).body
    expect(items.map(({ id, isAlike }: any) => [id, isAlike]).toSorted()).toEqual(
      [
        [admin.id, false],
        [real.id, true],
        [old.id, true],
      ].toSorted(),
    )
    const accounts = (await admin.ask('GET', '/accounts')).body.items as any[]
    const isAlike = (id: string) => accounts.find((each) => each.id === id).isAlike
    expect([isAlike(real.id), isAlike(old.id), isAlike(admin.id)]).toEqual([true, true, false])
    // Who invites is told so before anything is said yes to.
    const theirs = (await old.newList()).id
    const invited = await old.done('POST', `/lists/${theirs}/invitations`, {
      role: 'viewer',
      name: admin.name,
    })
    const [shown] = (await admin.ask('GET', '/invitations')).body.items
    expect([shown.id, shown.by, shown.byId]).toEqual([invited.id, 'mаriа', old.id])
    const link = (await old.done('POST', `/lists/${theirs}/invitations`, { role: 'viewer' })).invitation
    const read = (await ask(app(), 'POST', '/invitations/read', { invitation: link })).body
    expect([read.by, read.byId]).toEqual(['mаriа', old.id])
    const plain = (await admin.done('POST', `/lists/${list}/invitations`, { role: 'viewer' })).invitation
    expect((await ask(app(), 'POST', '/invitations/read', { invitation: plain })).body.byId).toBe(null)
    // A mixed name alone is one that could be taken for another.
    await app().accounts.remove(real.id)
    const alone = (await admin.ask('GET', `/lists/${list}/members`)).body.items as any[]
    expect(alone.find(({ id }) => id === old.id).isAlike).toBe(true)
  })
})

test.each(['sqlite', 'postgres'] as const)(
  '[N87] %s: names of before, and of another table of what looks alike, are looked at when the database is opened',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const ids = { newId: () => Bun.randomUUIDv7(), now: Date.now }
    const open = () => (name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url))
    const run = async (...changes: string[]) => {
      const driver = open()
      for (const change of changes) await driver.transaction((connection) => connection.all(change, []))
      await driver.close()
    }
    const driver = open()
    await migrate(driver, ids, migrations.indexOf(skeletons))
    await driver.close()
    await run("update accounts set name = 'раура', password = 'x'")
    for (const changes of [
      [],
      ['update accounts set skeleton = null'],
      ["update accounts set skeleton = 'x'", "update meta set value = '16.0.0' where key = 'skeletons'"],
    ]) {
      await run(...changes)
      const app = await createApp({ database: name })
      expect(await app.store.access.namesLike(skeletonOf('paypa'))).toMatchObject([{ name: 'раура' }])
      await expect(app.accounts.add({ name: 'paypa', password })).rejects.toMatchObject({
        code: 'account_name_alike',
      })
      await app.close()
    }
    await drop()
  },
)
