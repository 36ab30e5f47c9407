/** Another process keeps SQLite's file to itself (SPEC.md, L60). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { startServer, tempFolder } from '../support/server.ts'

test('[L60] while another process keeps the file to itself the server answers who reads, is not ready, and writes when it may', async () => {
  using folder = tempFolder()
  await using server = await startServer({ args: ['--data', folder.path] })
  const get = async (path: string) => {
    const response = await fetch(server.url + path)
    return [response.status, ((await response.json()) as { status?: string }).status]
  }
  const write = async (name: string) =>
    (
      await fetch(`${server.url}/todos/`, {
        method: 'POST',
        body: JSON.stringify({ name }),
        redirect: 'manual',
      })
    ).status
  expect(await get('/readyz')).toEqual([200, 'ok'])
  using other = new Database(`${folder.path}/aiotodo.sqlite`)
  other.run('begin immediate')
  let isWritten = false
  const writing = write('waits').finally(() => (isWritten = true))
  expect(await get('/readyz')).toEqual([503, 'database locked by another process'])
  expect((await get('/todos/'))[0]).toBe(200)
  // All of that came while it waited.
  expect(isWritten).toBe(false)
  other.run('rollback')
  expect(await writing).toBe(303)
  expect(await get('/readyz')).toEqual([200, 'ok'])
  // Nothing is said of who only writes now and then.
  for (let count = 0; count < 20; count++) {
    other.run('begin immediate')
    other.run("update meta set value = value where key = 'epoch'")
    const asked = Promise.all([get('/readyz'), write(`${count}`)])
    await Bun.sleep(20)
    other.run('commit')
    expect(await asked).toEqual([[200, 'ok'], 303])
  }
})

test('[L60] what waits for the file for too long is told to come again, and nothing of it is written', async () => {
  using folder = tempFolder()
  await using server = await startServer({ args: ['--data', folder.path] })
  using other = new Database(`${folder.path}/aiotodo.sqlite`)
  other.run('begin immediate')
  const response = await fetch(`${server.url}/api/v1/todos`, { method: 'POST', body: '{"name":"late"}' })
  expect([response.status, response.headers.has('retry-after')]).toEqual([503, true])
  other.run('rollback')
  const { items } = (await (await fetch(`${server.url}/api/v1/todos`)).json()) as { items: unknown[] }
  expect(items).toEqual([])
}, 120_000)
