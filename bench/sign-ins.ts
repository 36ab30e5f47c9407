/** What others notice of an attack on the door: how long their requests take while a hundred sign-ins a second arrive. */
import { createApp } from '../src/app.ts'
import { onBehalfOf } from '../src/core/access/actor.ts'
import { evenly, p99 } from './evenly.ts'
import { startAiotodo } from './servers.ts'
import type { Settings } from './settings.ts'
import { ratio, spread, table } from './table.ts'

const signInsPerSecond = 100
const requestsPerSecond = 200

export async function measureSignIns({ folder, rounds, seconds }: Settings): Promise<string> {
  const database = `${folder}/sign-ins.sqlite`
  const headers = { authorization: `Bearer ${await makeToken(database)}` }
  // Each guess comes from a network of its own, or it would be refused before anything is hashed.
  const { url, stop } = await startAiotodo(`sqlite:${database}`, '--trust-proxy', '127.0.0.1')
  const ask = async () => (await fetch(`${url}/api/v1/todos`, { headers })).arrayBuffer()
  const statuses = new Map<number, number>()
  let count = 0
  const guess = async () => {
    const from = {
      'x-forwarded-for': `10.${[count >> 16, count >> 8, count].map((part) => part & 255).join('.')}`,
    }
    const body = JSON.stringify({ name: `nobody ${count++}`, password: 'a wrong password' })
    const { status } = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: from, body })
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  await evenly(requestsPerSecond, 1, ask)
  const [calm, attacked]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    calm.push(p99(await evenly(requestsPerSecond, seconds, ask)))
    const [times] = await Promise.all([
      evenly(requestsPerSecond, seconds, ask),
      evenly(signInsPerSecond, seconds, guess),
    ])
    attacked.push(p99(times))
  }
  await stop()
  const ms = (values: number[]) => spread(values, (value) => value.toFixed(1), 'ms')
  const row = [ms(calm), ms(attacked), ratio(attacked, calm, 2, 'at most')]
  const said = [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')
  return `**Sign-ins**, ${signInsPerSecond} wrong ones a second (${said}), p99 of ${requestsPerSecond} other requests a second\n\n${table(['calm', 'attacked', '× calm'], [row])}`
}

async function makeToken(path: string): Promise<string> {
  const app = await createApp({ database: { engine: 'sqlite', path } })
  const { id } = await app.accounts.add({ name: 'ann', password: 'seven pink horses' })
  const input = { name: 'x', scope: 'read', lists: null, deletionsPerHour: null, expiresAt: null } as const
  const { key } = await app.keys.addToken(id, input, onBehalfOf({ account: id, address: '' }))
  await app.close()
  return key
}
