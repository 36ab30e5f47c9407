/** The application without a socket of its own: in somebody else's server, and restarted as its files change (SPEC.md, L7, L8). */
import { expect, test } from 'bun:test'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { copyOfProject } from '../support/project.ts'

test('[L7] mounted under a prefix, every address and Location is below it', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, prefix: '/todo-server' })
  const send = (method: string, path: string, body?: string) =>
    app.fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers: { host: 'localhost' },
        ...(body && { body }),
      }),
    )
  const added = await send('POST', '/todo-server/todos/', '{"name":"x"}')
  expect([added.status, added.headers.get('location')]).toEqual([303, '/todo-server/todos/1'])
  expect(await (await send('GET', '/todo-server/todos/1')).json()).toEqual({
    id: 1,
    name: 'x',
    finished: false,
  })
  const made = await send('POST', '/todo-server/api/v1/todos', '{"name":"y"}')
  const { id } = (await made.json()) as { id: string }
  expect(made.headers.get('location')).toBe(`/todo-server/api/v1/todos/${id}`)
  const page = await send('GET', '/todo-server/api/v1/todos?limit=1')
  expect(page.headers.get('link')).toStartWith('</todo-server/api/v1/todos?limit=1&cursor=')
  const document = (await (await send('GET', '/todo-server/api/v1/openapi.json')).json()) as {
    servers: unknown
  }
  expect(document.servers).toMatchObject([{ url: '/todo-server/api/v1' }])
  const wrong = await send('GET', '/todo-server/todos/99')
  expect([wrong.status, await wrong.json()]).toEqual([404, { error: 'Todo not found' }])
  expect((await send('GET', '/todos/1')).status).toBe(404)
  await app.close()
})

test('[L8] npm run dev restarts the server when a file changes', async () => {
  using project = copyOfProject()
  const command = await project.command('dev')
  const child = Bun.spawn([...command, '-P', '0', '--database', 'memory:', '--log-level', 'silent'], {
    cwd: project.path,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
  let output = ''
  let starts = 0
  for await (const chunk of child.stdout) {
    output += new TextDecoder().decode(chunk)
    starts = output.split('Running on').length - 1
    if (starts === 1) setTimeout(() => appendFileSync(join(project.path, 'src', 'log.ts'), '\n'), 300)
    if (starts === 2) break
  }
  clearTimeout(timer)
  child.kill('SIGKILL')
  await child.exited
  expect(starts).toBe(2)
})
