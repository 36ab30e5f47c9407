/**
 * The grammar is made of rules over tokens. A rule has a pattern, such as `the? ORDINAL of? MONTH YEAR?`, and a
 * function that makes its value. Small letters (and Chinese) are words; capitals are kinds of tokens or names of rules,
 * and their values are given to the function, in their order. `?` means that the item may be absent, `|` separates
 * alternatives.
 */
import type { Language } from './reading.ts'
import type { Values } from './values.ts'

export interface Token {
  kind: string
  /** Each word has one spelling here: `day` stands for `days`. */
  word: string
  value: unknown
  from: number
  to: number
  language: Language
  /** Such a word belongs to dates only among others that do: "at", "the", "second". */
  soft: boolean
}

type Value<Name extends string> = Name extends keyof Values ? [Values[Name]] : []
type OneOf<Item extends string> = Item extends `${infer Name}?`
  ? Value<Name> extends [infer Found]
    ? [Found | undefined]
    : []
  : Value<Item>
type Captured<Pattern extends string> = Pattern extends `${infer Item} ${infer Rest}`
  ? [...OneOf<Item>, ...Captured<Rest>]
  : OneOf<Pattern>

interface Item {
  names: readonly string[]
  isOptional: boolean
  /** Only the values of named items are given to the rule's function. */
  isNamed: boolean
}

interface Compiled<Context> {
  order: number
  items: readonly Item[]
  make: (context: Context, ...values: never[]) => unknown
}

export interface Match {
  to: number
  value: unknown
}

/** How much work may still be done for a text. */
export interface Budget {
  steps: number
}

export class Grammar<Context> {
  readonly #rules = new Map<string, Compiled<Context>[]>()
  readonly #chosen = new Map<string, readonly Compiled<Context>[]>()

  /** Adds a rule. When two rules read the same tokens, the one that was added first counts. */
  rule<Name extends keyof Values & string, Pattern extends string>(
    name: Name,
    pattern: Pattern,
    make: (context: Context, ...values: Captured<Pattern>) => Values[Name] | undefined,
  ): void {
    const items = pattern.split(' ').map((text): Item => {
      const isOptional = text.endsWith('?')
      const names = (isOptional ? text.slice(0, -1) : text).split('|')
      return { names, isOptional, isNamed: /^[A-Z]/.test(text) }
    })
    const rules = this.#rules.get(name) ?? []
    rules.push({ order: rules.length, items, make: make as Compiled<Context>['make'] })
    this.#rules.set(name, rules)
  }

  /** Answers a reader of one run of tokens; it keeps what it found. */
  reader(
    tokens: readonly Token[],
    context: Context,
    budget: Budget,
  ): (name: keyof Values & string, at: number) => readonly Match[] {
    const known = new Map<string, readonly Match[]>()
    const read = (name: string, at: number): readonly Match[] => {
      const key = `${name} ${at}`
      const before = known.get(key)
      if (before) return before
      // A rule that begins with itself finds nothing there.
      known.set(key, [])
      const found: Match[] = []
      const token = tokens[at]
      if (token) {
        for (const { items, make } of this.#beginningWith(name, token)) {
          walk(items, 0, at, [], (to, values) => {
            if (found.some((match) => match.to === to)) return
            const value = make(context, ...(values as never[]))
            if (value !== undefined) found.push({ to, value })
          })
        }
      }
      found.sort((a, b) => b.to - a.to)
      known.set(key, found)
      return found
    }
    const walk = (
      items: readonly Item[],
      index: number,
      at: number,
      values: readonly unknown[],
      done: (to: number, values: readonly unknown[]) => void,
    ): void => {
      if (--budget.steps < 0) return
      const item = items[index]
      if (!item) return done(at, values)
      const { names, isNamed, isOptional } = item
      const token = tokens[at]
      if (token) {
        if (!isNamed) {
          if (names.includes(token.word)) walk(items, index + 1, at + 1, values, done)
        } else if (this.#rules.has(names[0] as string)) {
          for (const { to, value } of read(names[0] as string, at))
            walk(items, index + 1, to, [...values, value], done)
        } else if (token.kind === names[0]) walk(items, index + 1, at + 1, [...values, token.value], done)
      }
      if (isOptional) walk(items, index + 1, at, isNamed ? [...values, undefined] : values, done)
    }
    return read
  }

  /** The rules of this name that can begin with the token. */
  #beginningWith(name: string, { kind, word }: Token): readonly Compiled<Context>[] {
    const key = `${name} ${kind} ${kind === word ? '' : word}`
    let chosen = this.#chosen.get(key)
    if (!chosen) {
      chosen = this.#firstOf(name, kind, word, new Set())
      this.#chosen.set(key, chosen)
    }
    return chosen
  }

  #firstOf(name: string, kind: string, word: string, seen: Set<string>): readonly Compiled<Context>[] {
    if (seen.has(name)) return []
    const within = new Set(seen).add(name)
    return (this.#rules.get(name) ?? []).filter(({ items }) => {
      for (const { names, isNamed, isOptional } of items) {
        const [first = ''] = names
        if (!isNamed && names.includes(word)) return true
        if (isNamed && !this.#rules.has(first) && first === kind) return true
        if (isNamed && this.#rules.has(first) && this.#firstOf(first, kind, word, within).length > 0)
          return true
        if (!isOptional) return false
      }
      return false
    })
  }
}
