/**
 * What keeps the database from being used, noticed by whatever uses it: told once, and asked by who wants to know
 * whether to send requests here.
 */
import { AppError } from '../../model/errors.ts'
import { serverLimits } from '../../model/server-limits.ts'
import { StoreError, type StoreErrorKind, type StoreWatcher } from '../ports/store.ts'

/** Those that are about the database as a whole, rather than about what was asked of it or what others do with it. */
const troubles = ['damaged', 'unusable', 'full', 'away'] as const satisfies StoreErrorKind[]
export type Trouble = (typeof troubles)[number]

interface Met {
  metAt: number
  toldAt: number
  /** How often it was met since it was told last. */
  count: number
  /** Whether a transaction was committed since it was met last. */
  isOver: boolean
}

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
  readonly #monotonicMs: () => number
  /** Hears of a trouble when it is met first, and again now and then for as long as it lasts. */
  onNews: (news: TroubleNews) => void = () => {}
  readonly #met = new Map<Trouble, Met>()
  #last: unknown

  /** @param monotonicMs - milliseconds by a clock that nobody sets */
  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
  }

  failed(error: unknown): void {
    const trouble = troubleOf(error)
    // A statement's failure is that of what it was run for as well.
    if (!trouble || this.#last === error) return
    this.#last = error
    const now = this.#monotonicMs()
    const toldAt = this.#met.get(trouble)?.toldAt ?? Number.NEGATIVE_INFINITY
    const count = (this.#met.get(trouble)?.count ?? 0) + 1
    const isTold = now - toldAt >= serverLimits.troubleToldMs
    this.#met.set(trouble, {
      ...{ metAt: now, isOver: false },
      ...(isTold ? { toldAt: now, count: 0 } : { toldAt, count }),
    })
    if (!isTold) return
    const { fix } = ((error as StoreError).cause ?? {}) as { fix?: string }
    this.onNews({ trouble, error: wordsOf(error as StoreError), fix, count })
  }

  /**
   * What is damaged stays so, even where it is not met. The others are over; that is told when they have not come back
   * for a while, as some are met by a part of the requests only.
   */
  worked(): void {
    if (this.#met.size === 0) return
    const now = this.#monotonicMs()
    for (const [trouble, met] of this.#met) {
      if (trouble === 'damaged') continue
      met.isOver = true
      if (now - met.metAt >= serverLimits.troubleMs) this.#met.delete(trouble)
    }
    if (this.#met.size === 0) this.onNews({ trouble: undefined, error: '', count: 0 })
  }

  /**
   * Whether requests had better go elsewhere: a damage for as long as this process runs, what may pass for a while
   * after it was met, as nothing would be sent here that finds it gone.
   */
  get trouble(): Trouble | undefined {
    return troubles.find((trouble) => {
      const met = this.#met.get(trouble)
      if (!met || met.isOver || trouble === 'away' || trouble === 'full') return false
      return trouble === 'damaged' || this.#monotonicMs() - met.metAt < serverLimits.troubleMs
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

/** What is told to whoever asked; undefined for a fault of the program, which is for the log. */
export function expectedError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  return error instanceof StoreError && error.kind !== 'conflict' ? answerFor(error) : undefined
}

/**
 * How it is told to whoever asked: as a state of the server, which passes, and never as a refusal of what was asked.
 */
export function answerFor(error: StoreError): AppError {
  if (error.kind === 'full') return new AppError('storage_full', { cause: error })
  if (error.kind !== 'damaged' && error.kind !== 'unusable')
    return new AppError('database_away', { cause: error })
  return new AppError('database_unusable', { cause: error, retryAfter: serverLimits.unusableRetrySeconds })
}
