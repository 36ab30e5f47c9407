/** The built client where it is to run: on Node, and in a browser with its replica in IndexedDB (SPEC.md, K10 to K12). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { createApp, type App } from '../../src/app.ts'
import { startBrowser } from '../support/chromium.ts'
import { tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const folder = tempFolder()
let app: App
let server: ReturnType<typeof Bun.serve>
let sizes: Record<string, number>
let url: string

beforeAll(async () => {
  const built = Bun.spawnSync([process.execPath, join(root, 'scripts', 'build-client.ts'), folder.path], {
    cwd: root,
  })
  const lines = built.stdout.toString().matchAll(/([\w-]+)\.js: .* (\d+) by brotli/g)
  sizes = Object.fromEntries([...lines].map(([, name, bytes]) => [name, Number(bytes)]))
  app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request, server) {
      const { pathname } = new URL(request.url)
      if (pathname === '/page')
        return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
      if (pathname.startsWith('/js/')) return new Response(Bun.file(join(folder.path, pathname.slice(4))))
      return app.fetch(request, server)
    },
    websocket: app.websocket,
  })
  url = `http://127.0.0.1:${server.port}`
})
afterAll(async () => {
  await server.stop(true)
  await app.close()
  folder[Symbol.dispose]()
})

test('[K10] the client is at most 12 kB, compressed', () => {
  expect(sizes['client']).toBeGreaterThan(5_000)
  expect(sizes['client']).toBeLessThanOrEqual(12_000)
})

test('[K11] the example of the README runs as it stands', async () => {
  const readme = await Bun.file(join(root, 'README.md')).text()
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? []
  const script = example
    .replace('http://localhost:8080', url)
    .replace('todos.replica', join(folder.path, 'todos.replica'))
  const run = Bun.spawn([process.execPath, '-e', script], { cwd: root, stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = [await new Response(run.stdout).text(), await new Response(run.stderr).text()]
  expect(err).toBe('')
  expect(out).toContain('Read a book')
  const all = await app.fetch(new Request(`${url}/todos/`, { headers: { host: 'localhost' } }))
  expect(await all.json()).toMatchObject([{ name: 'Read a book', finished: true }])
})

test('[K11] it runs on Node, with its replica in a file', async () => {
  const script = `
    import { WebSocket } from ${JSON.stringify(join(root, 'node_modules', 'ws', 'wrapper.mjs'))}
    import { createClient } from ${JSON.stringify(join(folder.path, 'client.js'))}
    import { fileStorage } from ${JSON.stringify(join(folder.path, 'file-storage.js'))}
    const client = createClient(${JSON.stringify(url)}, { WebSocket })
    const replica = await client.connect({ storage: await fileStorage(${JSON.stringify(join(folder.path, 'kept'))}) })
    await replica.synced()
    const { id, settled } = replica.createTodo({ name: 'from Node ' + process.version })
    await settled
    console.log((await client.todos.get(id)).name)
    await replica.close()
  `
  const node = Bun.spawn(['node', '--input-type=module', '-e', script], { stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = [await new Response(node.stdout).text(), await new Response(node.stderr).text()]
  expect(err).toBe('')
  expect(out).toMatch(/^from Node v\d+/)
})

test('[K12] in a browser the replica opens from IndexedDB without the server, and what was made then is sent later', async () => {
  const browser = await startBrowser()
  try {
    const context = await browser.newContext()
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(`${url}/page`)
    const connect = `(async () => {
      const { createClient } = await import('/js/client.js')
      const { indexedDbStorage } = await import('/js/indexeddb-storage.js')
      window.replica = await createClient(location.origin).connect({ storage: await indexedDbStorage('replica') })
    })()`
    await page.evaluate(connect)
    await page.evaluate(`replica.synced()`)
    const id = await page.evaluate<string>(`(async () => {
      const { id, settled } = replica.createTodo({ name: 'from the page' })
      await settled
      await replica.synced()
      await replica.flush()
      return id
    })()`)
    // The network is gone; the page's code comes from its cache.
    await page.evaluate(connect.replace('window.replica =', 'window.other ='))
    await page.evaluate(`replica.close()`)
    await context.setOffline(true)
    await page.evaluate(`other.close()`)
    await page.evaluate(connect)
    expect(await page.evaluate(`replica.todo(${JSON.stringify(id)}).name`)).toBe('from the page')
    // Many of one moment: their ids, by which the browser gives them back, are in no order.
    await page.evaluate(`{
      for (let count = 1; count <= 20; count++)
        replica.updateTodo(${JSON.stringify(id)}, { name: count < 20 ? String(count) : 'made offline' })
    }`)
    await page.evaluate(`replica.flush().then(() => replica.close())`)
    await page.evaluate(connect)
    expect(await page.evaluate(`replica.status.waiting`)).toBe(20)
    await context.setOffline(false)
    await page.evaluate(`replica.reconnect(); replica.synced()`)
    const response = await app.fetch(
      new Request(`${url}/api/v1/todos/${id}`, { headers: { host: 'localhost' } }),
    )
    expect((await response.json()).name).toBe('made offline')
    expect(faults).toEqual([])
  } finally {
    await browser.close()
  }
})

test("[K32] in a browser another program's database is refused and stays as it is, and a replica of the version before is read", async () => {
  const browser = await startBrowser()
  try {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${url}/page`)
    const open = (name: string, version: number, stores: string[]) => `new Promise((resolve, reject) => {
      const request = indexedDB.open('${name}', ${version})
      request.onupgradeneeded = () => {
        for (const store of ${JSON.stringify(stores)}) request.result.createObjectStore(store).put('theirs', 'of')
      }
      request.onerror = () => reject(request.error)
      request.onsuccess = () => {
        const { version, objectStoreNames } = request.result
        const found = [version, ...objectStoreNames]
        request.result.close()
        resolve(found)
      }
    })`
    const storage = (name: string, then: string) => `(async () => {
      const { indexedDbStorage } = await import('/js/indexeddb-storage.js')
      try {
        const storage = await indexedDbStorage('${name}')
        const told = ${then}
        await storage.close()
        return told
      } catch (error) {
        return error.code
      }
    })()`
    for (const [name, version] of [
      ['older', 1],
      ['as new', 2],
    ] as const) {
      await page.evaluate(open(name, version, ['todos', 'notes']))
      expect(await page.evaluate(storage(name, `'opened'`))).toBe('not_a_replica')
      expect(await page.evaluate(open(name, version, []))).toEqual([version, 'notes', 'todos'])
    }
    await page.evaluate(open('before', 1, ['of', 'spaces', 'todos', 'lists', 'members', 'outbox']))
    const rows = `Object.fromEntries(Object.entries(await storage.load()).map(([kind, rows]) => [kind, rows.size]))`
    expect(await page.evaluate(storage('before', rows))).toMatchObject({ todos: 1, filters: 0, outbox: 1 })
  } finally {
    await browser.close()
  }
})
