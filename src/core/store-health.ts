/** What keeps the database from being used, noticed by whatever uses it: told once, and asked by who wants to know whether to send requests here. */
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { StoreError, type StoreErrorKind, type StoreWatcher } from './ports/store.ts'

/** Those that are about the database as a whole, rather than about what was asked of it or what others do with it. */
const troubles = ['damaged', 'unusable', 'full', 'away'] as const satisfies StoreErrorKind[]
export type Trouble = (typeof troubles)[number]

export interface TroubleNews {
  /** undefined: it works again. */
  trouble: Trouble | undefined
  /** What the engine said. */
  error: string
  /** What to do, where the failure itself says it. */
  fix?: string | undefined
  /** How often it was met since it was told last. */
  count: number
}

export class StoreHealth implements StoreWatcher {
  readonly #nowMs: () => number
  /** Hears of a trouble when it is met first, and again now and then for as long as it lasts. */
  onNews: (news: TroubleNews) => void = () => {}
  /** By when each was met last, was told last, and how often it was met in between. */
  readonly #met = new Map<Trouble, { metAt: number; toldAt: number; count: number }>()

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  failed(error: unknown): void {
    const trouble = troubleOf(error)
    if (!trouble) return
    const now = this.#nowMs()
    const met = this.#met.get(trouble) ?? { metAt: now, toldAt: Number.NEGATIVE_INFINITY, count: 0 }
    this.#met.set(trouble, { ...met, metAt: now, count: met.count + 1 })
    if (now - met.toldAt < serverLimits.troubleToldMs) return
    const { fix } = ((error as StoreError).cause ?? {}) as { fix?: string }
    this.onNews({ trouble, error: wordsOf(error as StoreError), fix, count: met.count + 1 })
    this.#met.set(trouble, { metAt: now, toldAt: now, count: 0 })
  }

  /** What is damaged stays so, even where it is not met. */
  worked(): void {
    if (this.#met.size === 0) return
    const isDamaged = this.#met.has('damaged')
    const gone = [...this.#met.keys()].filter((trouble) => trouble !== 'damaged')
    for (const trouble of gone) this.#met.delete(trouble)
    if (gone.length > 0 && !isDamaged) this.onNews({ trouble: undefined, error: '', count: 0 })
  }

  /**
   * Whether requests had better go elsewhere: a damage for as long as this process runs, what may pass for a while after it was
   * met, as nothing would be sent here that finds it gone.
   */
  get trouble(): Trouble | undefined {
    return troubles.find((trouble) => {
      const met = this.#met.get(trouble)
      if (!met || trouble === 'away' || trouble === 'full') return false
      return trouble === 'damaged' || this.#nowMs() - met.metAt < serverLimits.troubleMs
    })
  }
}

/** Undefined for what is no trouble of the database as a whole. */
export function troubleOf(error: unknown): Trouble | undefined {
  return error instanceof StoreError ? troubles.find((each) => each === error.kind) : undefined
}

/** With the engine's code: its words alone are often "disk I/O error". */
function wordsOf({ cause }: StoreError): string {
  const { code = '', errno, message = String(cause) } = (cause ?? {}) as Record<string, string | undefined>
  return [code.startsWith('ERR_') ? errno : code, message].filter(Boolean).join(': ')
}

/** How it is told to whoever asked: as a state of the server, which passes, and never as a refusal of what was asked. */
export function answerFor(error: StoreError): AppError {
  if (error.kind === 'full') return new AppError('storage_full', { cause: error })
  if (error.kind !== 'damaged' && error.kind !== 'unusable')
    return new AppError('database_away', { cause: error })
  return new AppError('database_unusable', { cause: error, retryAfter: serverLimits.unusableRetrySeconds })
}
