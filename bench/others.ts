/** How much of the machine other programs take while we measure: whoever reads the figures is to know how calm it was. */
import { readFileSync } from 'node:fs'

/** Begins to count; the function it returns says how much of all processor time has gone to others since, in percent. */
export function countOthers(): () => string | undefined {
  const before = ticks()
  return () => {
    const after = ticks()
    if (!before || !after) return undefined
    const of = (name: keyof Ticks) => after[name] - before[name]
    const share = Math.max(0, of('busy') - of('own')) / (of('busy') + of('idle'))
    return (share * 100).toFixed(0)
  }
}

interface Ticks {
  busy: number
  idle: number
  /** Of this process and of those it started that have ended. */
  own: number
}

function ticks(): Ticks | undefined {
  const numbers = (text: string) => text.trim().split(/\s+/).map(Number)
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
    // user, nice, system, idle, iowait, irq, softirq, steal
    const all = numbers(line.replace('cpu', '')).slice(0, 8)
    const idle = sum(all.slice(3, 5))
    const own = numbers(readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) \S/, '')).slice(10, 14)
    return { busy: sum(all) - idle, idle, own: sum(own) }
  } catch {
    return undefined
  }
}
