/** The commands beside serve (SPEC.md, C8 to C10). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { migrations } from '../../src/storage/migrate.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')

test('[C8] watch prints changes as they come, through a restart of the server', async () => {
  using folder = tempFolder()
  const args = ['--data', folder.path]
  let server = await startServer({ args })
  const watch = Bun.spawn([process.execPath, join(root, 'src', 'main.ts'), 'watch', '--server', server.url], {
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const lines = linesOf(watch.stdout)
  const words = linesOf(watch.stderr)
  expect((await words.next()).value).toStartWith('Watching all lists')
  const post = (name: string) =>
    fetch(`${server.url}/todos/`, { method: 'POST', body: JSON.stringify({ name }) })
  await post('one')
  expect((await lines.next()).value).toBe('added       1 [ ] one')
  await fetch(`${server.url}/todos/1`, { method: 'PATCH', body: '{"finished":true}' })
  expect((await lines.next()).value).toBe('finished    1 [x] one')
  const { port } = server
  await server.kill9()
  expect((await words.next()).value).toBe('The connection is lost; trying again …')
  server = await startServer({ args: [...args, '-P', String(port)] })
  await post('two')
  expect((await lines.next()).value).toBe('added       2 [ ] two')
  await fetch(`${server.url}/todos/2`, { method: 'DELETE' })
  expect((await lines.next()).value).toBe('deleted     2 [ ] two')
  watch.kill('SIGTERM')
  expect(await watch.exited).toBe(0)
  await server.stop()
})

test('[C9] doctor says whether digests and file are sound, and repairs digests', async () => {
  using folder = tempFolder()
  const args = ['--data', folder.path]
  const server = await startServer({ args: [...args, '--make-table', '--yes'] })
  await server.stop()
  const doctor = (...more: string[]) => runCommand(['doctor', ...args, ...more])
  expect(await doctor()).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Looked at 2 spaces with 2 todos\.\nPublic holidays .*\nAll is well\.\n$/),
    stderr: '',
  })
  const database = new Database(`${folder.path}/aiotodo.sqlite`)
  database.run('update todos set version = 77 where number = 2')
  const epoch = () => database.query("select value from meta where key = 'epoch'").values()[0]?.[0]
  const sick = await doctor()
  expect(sick.code).toBe(1)
  expect(sick.stdout).toMatch(
    /Space \S+ has digest [0-9a-f]{16}, its rows have [0-9a-f]{16}\. Run again with --repair/,
  )
  expect(await doctor('--repair')).toMatchObject({ code: 0, stdout: expect.stringContaining('Repaired') })
  const before = epoch()
  expect(await doctor('--new-epoch')).toMatchObject({ code: 0, stdout: expect.stringContaining('new epoch') })
  expect(epoch()).not.toBe(before)
  database.close()
  const path = `${folder.path}/no-such.sqlite`
  expect(await runCommand(['doctor', '--database', `sqlite:${path}`])).toMatchObject({
    code: 5,
    stdout: '',
    stderr: expect.stringContaining(`There is none at ${path}`),
  })
  expect(await Bun.file(path).exists()).toBe(false)
})

test('[C10] serve --migrate-only brings the database to the newest schema, and ends', async () => {
  using folder = tempFolder()
  const { code, stdout } = await runCommand(['serve', '--data', folder.path, '--migrate-only'])
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^The database has the schema of aiotodo [\d.]+\.\n$/),
  ])
  const database = new Database(`${folder.path}/aiotodo.sqlite`)
  expect(database.query("select value from meta where key = 'schema'").values()).toEqual([
    [String(migrations.length)],
  ])
  database.close()
})

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let text = ''
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (text + chunk).split('\n')
    text = lines.pop() ?? ''
    yield* lines
  }
}
