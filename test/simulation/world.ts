/** Time and chance of a simulation: all of it follows from the seed. */

type Event = { at: number; order: number; run: () => void }

export class World {
  now = Date.UTC(2026, 0, 1)
  #state: number
  #order = 0
  readonly #events: Event[] = []

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to 1: mulberry32. */
  readonly random = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }

  int(below: number): number {
    return Math.floor(this.random() * below)
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[this.int(from.length)]
  }

  /** A UUIDv7 by this world's time. */
  readonly newId = (): string => {
    const time = this.now.toString(16).padStart(12, '0')
    const hex = (digits: number) =>
      this.int(16 ** digits)
        .toString(16)
        .padStart(digits, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`
  }

  readonly later = (ms: number, run: () => void): (() => void) => {
    const event = { at: this.now + ms, order: this.#order++, run }
    this.#push(event)
    return () => {
      event.run = () => {}
    }
  }

  readonly every = (ms: number, run: () => void): (() => void) => {
    let isStopped = false
    const tick = () => {
      if (isStopped) return
      run()
      this.later(ms, tick)
    }
    this.later(ms, tick)
    return () => {
      isStopped = true
    }
  }

  readonly sleep = (ms: number): Promise<void> => new Promise((resolve) => void this.later(ms, resolve))

  /** Lets time pass, one event after another, each to the end of what it sets off. */
  async run(ms: number): Promise<void> {
    const end = this.now + ms
    for (let event = this.#events[0]; event && event.at <= end; event = this.#events[0]) {
      this.#pop()
      this.now = Math.max(this.now, event.at)
      event.run()
      // The store answers without leaving the turn: all promises have settled after it.
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.now = end
  }

  #push(event: Event): void {
    const heap = this.#events
    let at = heap.push(event) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(event, heap[above] as Event)) break
      heap[at] = heap[above] as Event
      at = above
    }
    heap[at] = event
  }

  #pop(): void {
    const heap = this.#events
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Event, heap[below] as Event)) below++
      if (!isBefore(heap[below] as Event, last)) break
      heap[at] = heap[below] as Event
      at = below
    }
    heap[at] = last
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at
}
