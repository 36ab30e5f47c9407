/** The program as it is in the repository, and as the single executable that `npm run build` makes (SPEC.md, S5). */
import { expect, test } from 'bun:test'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { startServer, tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')

/** By the command of package.json, so that what is tested is what people build. */
async function build(outfile: string): Promise<void> {
  const { scripts } = await Bun.file(join(root, 'package.json')).json()
  const command = scripts.build.replace('dist/aiotodo', outfile).split(' ')
  const child = Bun.spawn(command, { cwd: root, stdout: 'ignore', stderr: 'pipe' })
  expect([await child.exited, await new Response(child.stderr).text()]).toEqual([0, expect.anything()])
}

test.each(['the source', 'the single executable'])(
  '[S5] %s writes the log back into the database while it serves',
  async (which) => {
    using folder = tempFolder()
    const outfile = join(folder.path, 'aiotodo')
    if (which !== 'the source') await build(outfile)
    const program = which === 'the source' ? undefined : [outfile]
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
  120_000,
)
