/** How long and how often is measured, and the turns that programs take. */
import { rate, type Load } from './load.ts'
import type { Row } from './rows.ts'
import type { Program } from './servers.ts'

export interface Settings {
  /** For what is made on the way; removed at the end. */
  folder: string
  rounds: number
  seconds: number
  /** The path of the tutorial's program. */
  tutorial: string | undefined
}

export type Measured = Program & Pick<Load, 'todos' | 'keys'>

/**
 * Each program's rate in each round. They take turns, so that what else the machine does hits all alike; there and back, so that
 * none of them always comes behind the same other one.
 */
export async function inTurn<Name extends string>(
  programs: Record<Name, Measured>,
  row: Row,
  { rounds, seconds, folder }: Settings,
): Promise<Record<Name, number[]>> {
  const entries = Object.entries(programs) as [Name, Measured][]
  const rates = Object.fromEntries(entries.map(([name]) => [name, [] as number[]])) as Record<Name, number[]>
  for (const [, { url, ...rest }] of entries) await rate(url, { row, ...rest, seconds: 1, folder })
  for (let round = 0; round < rounds; round++) {
    for (const [name, { url, ...rest }] of round % 2 === 0 ? entries : entries.toReversed())
      rates[name].push(await rate(url, { row, ...rest, seconds, folder }))
  }
  return rates
}
