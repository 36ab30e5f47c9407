/** Commands of `aiotodo` against a server, as a person runs them. */
import { expect } from 'bun:test'
import { runCommand } from './server.ts'

export interface Commands {
  env(): Record<string, string>
  run(...args: string[]): ReturnType<typeof runCommand>
  /** What a command that succeeds prints, line by line. */
  lines(...args: string[]): Promise<string[]>
  json(...args: string[]): Promise<any[]>
  /** Makes a list of its own for a test. @returns its argument */
  newList(name: string): Promise<string[]>
}

/** @param url - asked for when a command is run, as the server may start later */
export function commandsOn(url: () => string, home: string): Commands {
  const env = () => ({ AIOTODO_SERVER: url(), XDG_CONFIG_HOME: home, TZ: 'Europe/Berlin' })
  const run = (...args: string[]) => runCommand(args, env())
  async function lines(...args: string[]): Promise<string[]> {
    const { code, stdout, stderr } = await run(...args)
    expect([args, code, stderr]).toEqual([args, 0, ''])
    return stdout.split('\n').slice(0, -1)
  }
  return {
    env,
    run,
    lines,
    json: async (...args) => (await lines(...args, '--json')).map((line) => JSON.parse(line) as any),
    async newList(name) {
      await lines('lists', 'add', name)
      return ['--list', name]
    },
  }
}
