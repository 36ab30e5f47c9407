/**
 * Finds who answers an address: a tree of the words between slashes, in which a fixed word comes before a parameter. A
 * request walks down one branch, however many addresses there are.
 */
import type { Visit } from './visit.ts'

/** A handler gets the values of the parameters in its route by their names. */
export type Params = Readonly<Record<string, string>>

export type Handler = (visit: Visit, params: Params) => Response | Promise<Response>

interface Route {
  handle: Handler
  /** The names are in the order of the path, as the values are found in that order. */
  names: readonly string[]
}

interface Node {
  words: Map<string, Node>
  /** It stands for any word that the pattern takes. */
  parameter: { pattern: RegExp; node: Node } | undefined
  /** Each method has its route; the route of 'ALL' answers the methods without one. */
  routes: Map<string, Route>
}

const newNode = (): Node => ({ words: new Map(), parameter: undefined, routes: new Map() })

/** A parameter is written `:id`, or `:id{[0-9]+}` where it takes only some words. */
const parameterForm = /^:(\w+)(?:\{(.+)\})?$/

export class Router {
  readonly #root = newNode()
  readonly #prefix: string

  /** @param prefix - stands before each path: '' or such as '/todo-server' */
  constructor(prefix = '') {
    this.#prefix = prefix
  }

  /**
   * @param method - in capitals, or 'ALL'
   * @param path - such as `/api/v1/todos/:id`
   * @throws Error where it has been added, or where words of two patterns could stand in one place
   */
  on(method: string, path: string, handle: Handler): void {
    let node = this.#root
    const names: string[] = []
    for (const word of `${this.#prefix}${path}`.slice(1).split('/')) {
      const [, name, taken = '[^]+'] = parameterForm.exec(word) ?? []
      if (name === undefined) node = below(node, word)
      else {
        names.push(name)
        node.parameter ??= { pattern: new RegExp(`^(?:${taken})$`), node: newNode() }
        if (node.parameter.pattern.source !== `^(?:${taken})$`)
          throw new Error(`${path} has a parameter where another route has one of another pattern`)
        node = node.parameter.node
      }
    }
    if (node.routes.has(method)) throw new Error(`${method} ${path} has been added`)
    node.routes.set(method, { handle, names })
  }

  /** @returns undefined where there is no such address */
  answer(method: string, path: string, visit: Visit): Response | Promise<Response> | undefined {
    const words: string[] = []
    const route = find(this.#root, path, 1, method, words) ?? find(this.#root, path, 1, 'ALL', words)
    if (!route) return undefined
    const params: Record<string, string> = {}
    for (const [index, name] of route.names.entries()) params[name] = words[index] as string
    return route.handle(visit, params)
  }
}

function below(node: Node, word: string): Node {
  const next = node.words.get(word) ?? newNode()
  node.words.set(word, next)
  return next
}

/**
 * @param at - where the next word of the path begins
 * @param taken - gets the words that stand for parameters
 */
function find(node: Node, path: string, at: number, method: string, taken: string[]): Route | undefined {
  const slash = path.indexOf('/', at)
  const word = path.slice(at, slash === -1 ? undefined : slash)
  const rest = (next: Node) =>
    slash === -1 ? next.routes.get(method) : find(next, path, slash + 1, method, taken)
  const fixed = node.words.get(word)
  const route = fixed && rest(fixed)
  if (route || !node.parameter?.pattern.test(word)) return route
  taken.push(word)
  const other = rest(node.parameter.node)
  if (!other) taken.pop()
  return other
}
