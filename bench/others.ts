/** How much of the machine other programs take while we measure: whoever reads the figures is to know how calm it was. */
import { readdirSync, readFileSync } from 'node:fs'

/** In percent. */
const calmMost = 5
const triesMost = 2

/** Measures again where it was not calm meanwhile; the calmer try counts. */
export async function calmly<T>(measure: () => Promise<T>): Promise<T> {
  let best: { result: T; share: number } | undefined
  for (let tries = 0; tries < triesMost; tries++) {
    const others = countOthers()
    const result = await measure()
    const share = others() ?? 0
    if (!best || share < best.share) best = { result, share }
    if (share <= calmMost) break
  }
  return (best as { result: T }).result
}

/** Begins to count; the function it returns says how much of all processor time has gone to others since, in percent. */
export function countOthers(): () => number | undefined {
  const before = ticks()
  return () => {
    const after = ticks()
    if (!before || !after) return undefined
    const of = (name: keyof Ticks) => after[name] - before[name]
    return (100 * Math.max(0, of('busy') - of('own'))) / (of('busy') + of('idle'))
  }
}

interface Ticks {
  /** Of all processes; what interrupts take is nobody's. */
  busy: number
  idle: number
  /** Of this process and all that it started. */
  own: number
}

function ticks(): Ticks | undefined {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
    const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0, steal = 0] =
      numbersOf(line.replace('cpu', ''))
    return {
      busy: user + nice + system + steal,
      idle: idle + waiting + irq + softirq,
      own: ticksBelow(process.pid),
    }
  } catch {
    return undefined
  }
}

/** Of a process and of all that it started, also of those that have ended. */
export function ticksBelow(root: number): number {
  const all = new Map<number, { parent: number; ticks: number }>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const [parent = 0, ...rest] = numbersOf(
        readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) \S/, ''),
      )
      // Its own in user and system mode, then those of its children that have ended.
      const ticks = rest.slice(9, 13).reduce((sum, value) => sum + value, 0)
      all.set(Number(name), { parent, ticks })
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (all.has(pid) && isBelow((all.get(pid) as { parent: number }).parent))
  return [...all].reduce((sum, [pid, { ticks }]) => sum + (isBelow(pid) ? ticks : 0), 0)
}

const numbersOf = (text: string): number[] => text.trim().split(/\s+/).map(Number)
