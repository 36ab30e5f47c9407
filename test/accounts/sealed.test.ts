/** Secrets of one-time codes are sealed under a key that the database does not have (SPEC.md, N88 to N91). */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join as joinPath } from 'node:path'
import type { App, AppOptions } from '../../src/app.ts'
import { createLog } from '../../src/log.ts'
import { limits } from '../../src/model/limits.ts'
import { createSecretBox } from '../../src/runtime/secret-box.ts'
import type { DatabaseName } from '../../src/storage/database-name.ts'
import { ask, by, join, password, type Answer, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { backToNow, codeOf, goOn } from '../support/codes.ts'
import { newDatabase } from '../support/engines.ts'

afterEach(backToNow)

const proof = { currentPassword: password }
const outcome = ({ status, body }: Answer) => [status, body?.code]
const [oldKey, newKey] = ['old-'.repeat(10), 'new-'.repeat(10)]

/** Sets a second factor up; the code that confirmed it is spent. */
async function withFactor(person: Person): Promise<{ secret: string; recoveryCodes: string[] }> {
  goOn(0)
  const { secret } = await person.done('POST', '/account/second-factor', proof)
  const made = await person.done('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
  goOn(1)
  return { secret, recoveryCodes: made.recoveryCodes }
}

async function signIn(app: App, name: string, code: string): Promise<Answer> {
  // Here all comes from one address.
  await app.store.access.note((tables) => tables.prune(Date.now() + 10 * limits.attemptsKeptMs))
  return ask(app, 'POST', '/session', { name, password, code })
}

/** The application on this database, and what its log says. */
async function open(database: DatabaseName, secretKey?: AppOptions['secretKey']) {
  const lines: string[] = []
  const log = createLog('info', false, (text) => {
    lines.push(text)
    return Buffer.byteLength(text)
  })
  const app = await createApp({ database, localOnly: false, log, secretKey })
  log.flush()
  return { app, lines: () => (log.flush(), lines.join('')) }
}

const kept = async (app: App, { id }: Person) => (await app.store.access.secondFactor(id))?.secret ?? ''
const keyIdOf = (text: string) => text.split('.')[1] ?? ''

describe('with SQLite', () => {
  let name: DatabaseName & { engine: 'sqlite' }
  let drop: () => Promise<void>
  let keyFile: string
  beforeEach(async () => {
    const database = await newDatabase('sqlite')
    name = database.name as typeof name
    drop = database.drop
    keyFile = (name.path ?? '').replace(/\.sqlite$/, '.key')
  })
  afterEach(() => drop())

  test('[N88] a key is made beside the data when it is first needed, for its owner alone, and no secret is in the database', async () => {
    const first = await open(name)
    const ann = await join(first.app, 'ann')
    expect(existsSync(keyFile)).toBe(false)
    const { secret } = await withFactor(ann)
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    const key = readFileSync(keyFile, 'utf8').trim()
    expect(key).toMatch(/^[\w-]{43}$/)
    expect((await signIn(first.app, 'ann', codeOf(secret))).status).toBe(200)
    await first.app.close()
    const folder = dirname(keyFile)
    const files = readdirSync(folder).filter((file) => file !== 'aiotodo.key')
    expect(files).toContain('aiotodo.sqlite')
    const bytes = files.map((file) => readFileSync(joinPath(folder, file)).toString('latin1')).join('')
    expect(bytes).toContain('sealed.')
    for (const hidden of [secret, key]) expect(bytes).not.toContain(hidden)
    // Another start has the same key, and nothing to say.
    const second = await open(name)
    goOn(1)
    expect((await signIn(second.app, 'ann', codeOf(secret))).status).toBe(200)
    expect(second.lines()).not.toContain('one-time codes')
    await second.app.close()
  })

  test('[N88] of processes that make the key at once one is heard', async () => {
    const box = joinPath(import.meta.dir, '..', '..', 'src', 'runtime', 'secret-box.ts')
    const program = `const { createSecretBox } = await import(${JSON.stringify(box)})
      const box = createSecretBox({ made: ${JSON.stringify(keyFile)} })
      await Bun.stdin.text()
      console.log(box.seal('a secret', 'a place').text)`
    const children = Array.from({ length: 6 }, () =>
      Bun.spawn([process.execPath, '-e', program], { stdin: 'pipe', stdout: 'pipe' }),
    )
    // They stand ready, and begin together.
    for (const child of children) await child.stdin.end()
    const sealed = await Promise.all(children.map((child) => new Response(child.stdout).text()))
    expect(new Set(sealed.map(keyIdOf)).size).toBe(1)
    const own = createSecretBox({ made: keyFile })
    expect(sealed.map((text) => own.open(text.trim(), 'a place'))).toEqual(Array(6).fill('a secret'))
    expect(readdirSync(dirname(keyFile))).toEqual(['aiotodo.key'])
  })

  test('[N89] a restore without its key says so, keeps the codes as they are, and lets in by what is left', async () => {
    const first = await open(name)
    const [ann, bob] = [await join(first.app, 'ann'), await join(first.app, 'bob')]
    const { secret, recoveryCodes } = await withFactor(ann)
    await withFactor(bob)
    const sealed = await kept(first.app, ann)
    await first.app.close()
    renameSync(keyFile, `${keyFile}.away`)

    const second = await open(name)
    expect(second.lines()).toContain('sealed under a key that is not here')
    expect(second.lines()).toContain(keyIdOf(sealed))
    goOn(1)
    // Not a wrong code: it is the server that can not tell. It counts for nothing, however often.
    for (let index = 0; index < 12; index++)
      expect(outcome(await signIn(second.app, 'ann', codeOf(secret)))).toEqual([503, 'codes_sealed'])
    expect(outcome(await signIn(second.app, 'ann', 'no code'))).toEqual([401, 'wrong_code'])
    expect((await signIn(second.app, 'ann', recoveryCodes[0] ?? '')).status).toBe(200)
    expect(await kept(second.app, ann)).toBe(sealed)
    // Reset, and set up anew under the key of now, which is made.
    await second.app.secondFactors.reset(bob.id, by(null))
    expect((await ask(second.app, 'POST', '/session', { name: 'bob', password })).status).toBe(200)
    const { key } = await second.app.keys.open(bob.id, '', '')
    const session = { cookie: `aiotodo=${key}` }
    const begun = (await ask(second.app, 'POST', '/account/second-factor', proof, session)).body
    const code = { code: codeOf(begun.secret) }
    expect((await ask(second.app, 'POST', '/account/second-factor/confirm', code, session)).status).toBe(200)
    goOn(1)
    expect((await signIn(second.app, 'bob', codeOf(begun.secret))).status).toBe(200)
    expect(await kept(second.app, ann)).toBe(sealed)
    await second.app.close()

    // The old key comes back, beside the new one.
    writeFileSync(keyFile, readFileSync(keyFile, 'utf8') + readFileSync(`${keyFile}.away`, 'utf8'))
    const third = await open(name)
    expect(third.lines()).not.toContain('one-time codes')
    goOn(1)
    expect((await signIn(third.app, 'ann', codeOf(secret))).status).toBe(200)
    goOn(1)
    expect((await signIn(third.app, 'bob', codeOf(begun.secret))).status).toBe(200)
    // What was used is sealed under the newest one.
    expect(keyIdOf(await kept(third.app, ann))).toBe(keyIdOf(await kept(third.app, bob)))
    await third.app.close()
  })

  test('[N89] a file of keys that is none, or can not be read, is said at the start', async () => {
    writeFileSync(keyFile, 'short\n')
    await expect(open(name)).rejects.toMatchObject({
      code: 'bad_argument',
      message: expect.stringContaining('a key of 5 characters; expected at least 32'),
    })
    rmSync(keyFile)
    await expect(open(name, { file: keyFile })).rejects.toMatchObject({ code: 'bad_argument' })
    writeFileSync(keyFile, '')
    chmodSync(keyFile, 0o600)
    await expect(open(name)).rejects.toMatchObject({ message: expect.stringContaining('has no key') })
  })
})

describe.each(['sqlite', 'postgres'] as const)('%s', (engine) => {
  test('[N90] what was kept before is sealed when its code is used next, and works before and after', async () => {
    const { name, drop } = await newDatabase(engine)
    // As before there was a key: that is what PostgreSQL has without one.
    const first = await open(name, engine === 'postgres' ? undefined : { text: oldKey })
    const [ann, bob] = [await join(first.app, 'ann'), await join(first.app, 'bob')]
    const [ofAnn, ofBob] = [await withFactor(ann), await withFactor(bob)]
    for (const [person, { secret }] of [
      [ann, ofAnn],
      [bob, ofBob],
    ] as const)
      await first.app.store.access.change(async (tables) => {
        const row = await tables.secondFactor(person.id)
        if (row) await tables.setSecondFactor(person.id, { ...row, secret })
      })
    await first.app.close()

    const second = await open(name, { text: newKey })
    expect((await signIn(second.app, 'ann', codeOf(ofAnn.secret))).status).toBe(200)
    expect(await kept(second.app, ann)).toMatch(/^sealed\.[0-9a-f]{16}\.[\w-]+$/)
    expect(await kept(second.app, bob)).toBe(ofBob.secret)
    goOn(1)
    expect((await signIn(second.app, 'ann', codeOf(ofAnn.secret))).status).toBe(200)
    // A wrong code, and a recovery code, seal nothing: nothing was shown of it.
    expect(outcome(await signIn(second.app, 'bob', '000000'))).toEqual([401, 'wrong_code'])
    expect(await kept(second.app, bob)).toBe(ofBob.secret)
    await second.app.close()
    await drop()
  })

  test('[N90] a node with another key says so, and neither opens nor changes what is sealed', async () => {
    const { name, drop } = await newDatabase(engine)
    const first = await open(name, { text: oldKey })
    const ann = await join(first.app, 'ann')
    const { secret, recoveryCodes } = await withFactor(ann)
    const sealed = await kept(first.app, ann)
    const other = await open(name, { text: newKey })
    expect(other.lines()).toContain('sealed under a key that is not here')
    expect(outcome(await signIn(other.app, 'ann', codeOf(secret)))).toEqual([503, 'codes_sealed'])
    expect((await signIn(other.app, 'ann', recoveryCodes[0] ?? '')).status).toBe(200)
    expect(await kept(other.app, ann)).toBe(sealed)
    expect((await signIn(first.app, 'ann', codeOf(secret))).status).toBe(200)
    // A new key in front of the old one takes over, one by one.
    const both = await open(name, { text: `${newKey} ${oldKey}` })
    expect(both.lines()).not.toContain('one-time codes')
    goOn(1)
    expect((await signIn(both.app, 'ann', codeOf(secret))).status).toBe(200)
    const [{ keyId, accounts } = { keyId: null, accounts: 0 }] = await both.app.store.access.sealedCounts()
    expect([keyId, accounts]).toEqual([keyIdOf(await kept(both.app, ann)), 1])
    expect(keyId).not.toBe(keyIdOf(sealed))
    expect(await both.app.store.access.secretKeyId()).toBe(keyId ?? '')
    goOn(1)
    expect((await signIn(other.app, 'ann', codeOf(secret))).status).toBe(200)
    for (const { app } of [first, other, both]) await app.close()
    await drop()
  })

  test('[N91] what is sealed for one account opens for no other', async () => {
    const { name, drop } = await newDatabase(engine)
    const { app } = await open(name, { text: oldKey })
    const [ann, eve] = [await join(app, 'ann'), await join(app, 'eve')]
    await withFactor(ann)
    const { secret } = await withFactor(eve)
    // Whoever can write to the database gives ann eve's.
    await app.store.access.change(async (tables) => {
      const [own, hers] = [await tables.secondFactor(ann.id), await tables.secondFactor(eve.id)]
      if (own && hers) await tables.setSecondFactor(ann.id, { ...own, secret: hers.secret })
    })
    expect(outcome(await signIn(app, 'ann', codeOf(secret)))).toEqual([503, 'codes_sealed'])
    await app.close()
    await drop()
  })
})
