/** The program as it is in the repository, and as the single executable that `npm run build` makes (SPEC.md, S5, P5). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { create, show } from '../support/authenticator.ts'
import { copyOfProject } from '../support/project.ts'
import { startServer, tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

const built = tempFolder()
const executable = join(built.path, 'aiotodo')

/** By the command of package.json, so that what is tested is what people build; what it is built from is gone afterwards. */
beforeAll(async () => {
  using project = copyOfProject()
  const command = [...(await project.command('build')), executable]
  const child = Bun.spawn(command, { cwd: project.path, stdout: 'ignore', stderr: 'pipe' })
  expect([await child.exited, await new Response(child.stderr).text()]).toEqual([0, expect.anything()])
})
afterAll(() => built[Symbol.dispose]())

test.each(['the source', 'the single executable'])(
  '[S5] %s writes the log back into the database while it serves',
  async (which) => {
    using folder = tempFolder()
    const program = which === 'the source' ? undefined : [executable]
    const data = join(folder.path, 'data')
    await using server = await startServer({ args: ['--data', data], program })
    const notes = 'n'.repeat(60_000)
    const size = () => statSync(join(data, 'aiotodo.sqlite')).size
    let count = 0
    // The log would be written back by SQLite itself only from 128 MiB on; that many are never written here.
    for (; count < 1_200 && size() < 5_000_000; count++) {
      const response = await fetch(`${server.url}/api/v1/todos`, {
        method: 'POST',
        body: JSON.stringify({ name: `${count}`, notes }),
      })
      expect(response.status).toBe(201)
    }
    expect(size()).toBeGreaterThan(5_000_000)
    expect(statSync(join(data, 'aiotodo.sqlite-wal')).size).toBeLessThan(100_000_000)
    expect(await server.stop()).toBe(0)
    await using again = await startServer({ args: ['--data', data], program })
    const page = await (await fetch(`${again.url}/api/v1/todos?limit=1000`)).json()
    expect((page as { items: unknown[] }).items.length).toBe(count)
  },
)

test('[P5] [D1] the single executable has the page in it, and what shows the API', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'], program: [executable] })
  const document = await (await fetch(server.url, { headers: { accept: 'text/html' } })).text()
  const assets = [...document.matchAll(/"\.\/(assets\/[^"]+)"/g)].map(([, path]) => path)
  expect(assets.length).toBeGreaterThanOrEqual(4)
  for (const path of [
    ...assets,
    'service-worker.js',
    'api/v1/docs',
    'api/v1/docs/docs.css',
    'api/v1/docs/try-it.js',
  ])
    expect([path, (await fetch(`${server.url}/${path}`)).status]).toEqual([path, 200])
  // Its script is the text of a function: it must be whole after the build as well.
  const script = await (await fetch(`${server.url}/api/v1/docs/try-it.js`)).text()
  expect(() => new Bun.Transpiler().transformSync(script)).not.toThrow()
  expect(script).toContain('form[data-path]')
})

test('[N26] the single executable knows passkeys and codes', async () => {
  await using server = await startServer({
    args: ['--database', 'memory:', '--accounts'],
    program: [executable],
  })
  await until(() => /#invitation_\S+\n/.test(server.stdout()), 'the link to the first account')
  const [invitation] = /invitation_\S+/.exec(server.stdout()) ?? []
  const origin = server.url.replace('127.0.0.1', 'localhost')
  let cookie = ''
  const post = async (path: string, body: object = {}) => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { origin, cookie },
      body: JSON.stringify(body),
    })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return { status: response.status, body: (await response.json()) as any }
  }
  const password = 'seven pink horses'
  expect((await post('/accounts', { invitation, name: 'ann', password })).status).toBe(201)
  const begun = await post('/account/second-factor', { currentPassword: password })
  expect(begun.body.uri).toStartWith('otpauth://totp/aiotodo:ann?')
  const options = await post('/account/passkeys/options', { currentPassword: password })
  const { answer, passkey } = create(options.body, origin)
  expect((await post('/account/passkeys', { name: 'x', passkey: answer })).status).toBe(201)
  cookie = ''
  const asked = await post('/session/passkey/options')
  expect((await post('/session/passkey', { passkey: show(passkey, asked.body, origin) })).status).toBe(200)
})
