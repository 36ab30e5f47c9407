/** How long and how often is measured, and the turns that programs take. */
import { rate, type Load } from './load.ts'
import { calmly } from './others.ts'
import type { Row } from './rows.ts'
import type { Program } from './servers.ts'

export interface Settings {
  /** For what is made on the way; removed at the end. */
  folder: string
  rounds: number
  seconds: number
  /**
   * A program is asked for so long before it is measured: runtimes compile what is asked often meanwhile, which takes up
   * to a third of their time.
   */
  warmUpSeconds: number
  /** The path of the tutorial's program. */
  tutorial: string | undefined
  /** Of the group, those that are asked for; undefined for all. */
  parts: readonly string[] | undefined
}

/** What is asked for by `--only GROUP` and `--only GROUP/PART`; undefined where nothing of the group is. */
export function partsOf(
  group: string,
  only: readonly string[] | undefined,
): Pick<Settings, 'parts'> | undefined {
  if (!only || only.includes(group)) return { parts: undefined }
  const parts = only
    .filter((each) => each.startsWith(`${group}/`))
    .map((each) => each.slice(group.length + 1))
  return parts.length === 0 ? undefined : { parts }
}

/** What is named by `--only` and is not there, said so. */
export function wrongNames(
  only: readonly string[],
  groups: Readonly<Record<string, { parts: readonly string[] }>>,
): string[] {
  const names = Object.entries(groups).flatMap(([group, { parts }]) => [
    group,
    ...parts.map((part) => `${group}/${part}`),
  ])
  const wrong = only.filter((name) => !names.includes(name))
  return wrong.map((name) => `--only ${name}: there is no such measurement; there are ${names.join(', ')}`)
}

export const isAsked = ({ parts }: Pick<Settings, 'parts'>, part: string): boolean =>
  parts === undefined || parts.includes(part)

export type Measured = Program & Pick<Load, 'todos' | 'keys'>

/**
 * Each program's rate in each round. They take turns, so that what else the machine does hits all alike; there and back, so that
 * none of them always comes behind the same other one.
 */
export async function inTurn<Name extends string>(
  programs: Record<Name, Measured>,
  row: Row,
  { rounds, seconds, warmUpSeconds, folder }: Settings,
): Promise<Record<Name, number[]>> {
  const entries = Object.entries(programs) as [Name, Measured][]
  const rates = Object.fromEntries(entries.map(([name]) => [name, [] as number[]])) as Record<Name, number[]>
  for (const [, { url, ...rest }] of entries)
    await rate(url, { row, ...rest, seconds: warmUpSeconds, folder })
  for (let round = 0; round < rounds; round++) {
    for (const [name, { url, ...rest }] of round % 2 === 0 ? entries : entries.toReversed())
      rates[name].push(await calmly(() => rate(url, { row, ...rest, seconds, folder })))
  }
  return rates
}
