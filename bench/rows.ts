/** What is asked: each row is a kind of request. */

export interface Row {
  name: string
  method: 'GET' | 'POST' | 'PATCH'
  /** `NUMBER` stands for a random todo's number, `UNIQUE` for text never sent before, `BOOLEAN` for true or false. */
  path: string
  body?: string
}

export const rows = {
  one: { name: 'GET /todos/N', method: 'GET', path: '/todos/NUMBER' },
  list: { name: 'GET /todos/ of 100', method: 'GET', path: '/todos/' },
  add: { name: 'POST /todos/', method: 'POST', path: '/todos/', body: '{"name":"UNIQUE"}' },
  change: { name: 'PATCH /todos/N', method: 'PATCH', path: '/todos/NUMBER', body: '{"finished":BOOLEAN}' },
  /** The list row where there are a million todos. */
  page: { name: 'GET /api/v1/todos?limit=100', method: 'GET', path: '/api/v1/todos?limit=100' },
} as const satisfies Record<string, Row>

/** The ratios that each row is to reach. */
export const goals = {
  sqlite: {
    one: { bare: 0.55, tutorial: 20, fastify: 2 },
    list: { bare: 0.5, tutorial: 10, fastify: 2 },
    add: { bare: 0.3, tutorial: 20, fastify: 2 },
    change: { bare: 0.45, tutorial: 20, fastify: 2 },
  },
  postgres: {
    one: { tutorial: 5, fastify: 2 },
    list: { tutorial: 5, fastify: 4 },
    add: { tutorial: 5, fastify: 1.5 },
    change: { tutorial: 5, fastify: 1.5 },
  },
  /** Of what keeps todos in a file of its own: no slower than any. */
  embedded: 1,
  accounts: { key: 0.85, many: { one: 0.9, change: 0.8 } },
  growth: { one: 0.85, page: 0.8, change: 0.8, add: 0.8 },
} as const

/** A script for wrk that sends the row, the numbers being those of so many todos, each with one of the keys if there are any. */
export function wrkScript(row: Row, todos: number, keys: readonly string[] = []): string {
  const text = (value: string) =>
    `"${value.replaceAll('"', '\\"')}"`
      .replace('NUMBER', `" .. math.random(1, ${todos}) .. "`)
      .replace('UNIQUE', '" .. id .. " " .. n .. "')
      .replace('BOOLEAN', '" .. (math.random(2) == 1 and "true" or "false") .. "')
  const body = row.body ? text(row.body) : 'nil'
  const key = keys.length === 0 ? '' : `, ["Authorization"] = "Bearer " .. keys[math.random(${keys.length})]`
  return `local n, id = 0, "todo ${Bun.randomUUIDv7()}"
local keys = {${keys.map((each) => `"${each}"`).join(',')}}
math.randomseed(os.time())
request = function()
  n = n + 1
  return wrk.format("${row.method}", ${text(row.path)}, {["Content-Type"] = "application/json"${key}}, ${body})
end
`
}

/** The row's next request as it goes over the wire, for our own generator. */
export function rawRequest(row: Row, todos: number, keys: readonly string[] = []): string {
  const fill = (text: string) =>
    text
      .replace('NUMBER', String(1 + Math.floor(Math.random() * todos)))
      .replace('UNIQUE', `todo ${Bun.randomUUIDv7()}`)
      .replace('BOOLEAN', String(Math.random() < 0.5))
  const body = fill(row.body ?? '')
  const entity =
    body === '' ? '\r\n' : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const key = keys[Math.floor(Math.random() * keys.length)]
  const authorization = key === undefined ? '' : `Authorization: Bearer ${key}\r\n`
  return `${row.method} ${fill(row.path)} HTTP/1.1\r\nHost: 127.0.0.1\r\n${authorization}${entity}`
}
