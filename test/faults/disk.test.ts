/** A disk that is full: 507, nothing half-written, and reading goes on (SPEC.md, F5). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { startServer, tempFolder } from '../support/server.ts'

test('[F5] a full disk answers 507 and keeps what was acknowledged', async () => {
  using folder = tempFolder()
  const data = ['--data', folder.path]
  const acknowledged: string[] = []
  {
    // No file of this process may grow beyond 2 MiB: to SQLite that is a disk without room.
    await using server = await startServer({ args: data, fileBytesMax: 2 * 1024 * 1024 })
    const add = (name: string) =>
      fetch(`${server.url}/api/v1/todos`, {
        method: 'POST',
        body: JSON.stringify({ name, notes: 'n'.repeat(60_000) }),
      })
    let refused: Response | undefined
    for (let i = 0; i < 200 && !refused; i++) {
      const response = await add(`todo ${i}`)
      if (response.status === 201) acknowledged.push(`todo ${i}`)
      else refused = response
    }
    expect(refused?.status).toBe(507)
    expect(await refused?.json()).toMatchObject({ code: 'storage_full' })
    expect((await fetch(`${server.url}/todos/1`)).status).toBe(200)
    expect(((await (await fetch(`${server.url}/todos/`)).json()) as unknown[]).length).toBe(
      acknowledged.length,
    )
    expect((await add('once more')).status).toBe(507)
    await server.stop()
  }
  await using server = await startServer({ args: data })
  const names = ((await (await fetch(`${server.url}/todos/`)).json()) as { name: string }[]).map(
    ({ name }) => name,
  )
  expect(names).toEqual(acknowledged)
  expect(
    (
      await fetch(`${server.url}/todos/`, {
        method: 'POST',
        body: '{"name":"room again"}',
        redirect: 'manual',
      })
    ).status,
  ).toBe(303)
  await server.stop()
  const database = new Database(`${folder.path}/aiotodo.sqlite`)
  expect(database.query('pragma integrity_check').values()).toEqual([['ok']])
  database.close()
})
