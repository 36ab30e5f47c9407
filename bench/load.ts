/** Asks a server as fast as it answers, over 64 connections, and says how many answers a second came. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rawRequest, wrkScript, type Row } from './rows.ts'
import { pinned } from './servers.ts'

const connections = 64
const wrk = Bun.which('wrk')

export const generator: string = wrk ? 'wrk' : 'own generator'

export interface Load {
  row: Row
  /** How many todos there are to choose from. */
  todos: number
  seconds: number
  folder: string
  /** Tokens, one of which goes with each request. */
  keys?: readonly string[] | undefined
}

export async function rate(url: string, load: Load): Promise<number> {
  return wrk ? rateByWrk(wrk, url, load) : rateByOurs(url, load)
}

async function rateByWrk(
  program: string,
  url: string,
  { row, todos, seconds, folder, keys }: Load,
): Promise<number> {
  const script = join(folder, 'row.lua')
  writeFileSync(script, wrkScript(row, todos, keys))
  const command = [program, '-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url]
  const output = await new Response(Bun.spawn(pinned(1, command), { stdout: 'pipe' }).stdout).text()
  const trouble = /Non-2xx or 3xx responses: .*|Socket errors: .*/.exec(output)
  if (trouble) throw new Error(`${row.name} at ${url}: ${trouble[0]}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? 0)
}

/** Without wrk: one request in flight on each connection, the end of an answer told by its Content-Length. */
async function rateByOurs(url: string, { row, todos, seconds, keys }: Load): Promise<number> {
  let answers = 0
  let isOver = false
  const open = () => {
    let buffer = ''
    return Bun.connect({
      hostname: '127.0.0.1',
      port: Number(new URL(url).port),
      socket: {
        data(socket, data) {
          buffer += data.toString('latin1')
          const head = buffer.indexOf('\r\n\r\n')
          const length = Number(/\r\ncontent-length: (\d+)/i.exec(buffer.slice(0, head))?.[1] ?? 0)
          if (head === -1 || buffer.length < head + 4 + length) return
          buffer = ''
          answers++
          if (!isOver) socket.write(rawRequest(row, todos, keys))
        },
      },
    })
  }
  const sockets = await Promise.all(Array.from({ length: connections }, open))
  for (const socket of sockets) socket.write(rawRequest(row, todos, keys))
  await Bun.sleep(seconds * 1_000)
  isOver = true
  for (const socket of sockets) socket.end()
  return answers / seconds
}
