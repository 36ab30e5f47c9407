/** Exports of more than a server has memory for (SPEC.md, I40). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { exportFormats } from '../../src/exchange/formats.ts'
import { newDatabase } from '../support/engines.ts'
import { fillDefaultList, ownMemoryOf } from '../support/many-todos.ts'
import { startServer } from '../support/server.ts'

const argsOf = (name: Awaited<ReturnType<typeof newDatabase>>['name']) => [
  '--database',
  name.engine === 'postgres' ? name.url : `sqlite:${name.path}`,
]

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`[I40] an export of 240 MB never has all of it in memory, in each format (${engine})`, async () => {
    const database = await newDatabase(engine)
    await (await createApp({ database: database.name })).close()
    await fillDefaultList(database.name, 40_000, 6_000)
    // The runtime lets garbage lie for as long as it thinks that there is room.
    const env = { BUN_JSC_forceRAMSize: String(256 * 1024 * 1024) }
    await using server = await startServer({ args: argsOf(database.name), env })
    const { pid } = server
    const url = `${server.url}/api/v1/export`
    // Caches of the database are filled first: they are as large as they get.
    for await (const _ of (await fetch(`${url}?format=csv`)).body ?? []);
    for (const format of exportFormats) {
      const before = await ownMemoryOf(pid)
      let [peak, bytes, looked] = [0, 0, 0]
      const chunks = (await fetch(`${url}?format=${format}`)).body ?? []
      for await (const chunk of chunks) {
        bytes += chunk.length
        if (bytes - looked < 256 * 1024 && format !== 'zip') continue
        looked = bytes
        peak = Math.max(peak, await ownMemoryOf(pid))
      }
      if (format !== 'zip') expect(bytes).toBeGreaterThan(240_000_000)
      expect([format, peak - before < 240_000_000, peak - before]).toEqual([format, true, expect.any(Number)])
    }
    expect(server.stderr()).toBe('')
    await server.stop()
    await database.drop()
  })
}
