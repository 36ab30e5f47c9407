/**
 * Reads JSON strictly: RFC 8259 leaves duplicate names to the reader, and JSON.parse keeps the last one silently, so
 * that two programs may read one text differently. Here they are refused, like nesting too deep and the name
 * `__proto__`.
 */
import { AppError } from './errors.ts'
import { limits } from './limits.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * The value of a JSON text in UTF-8.
 * @throws AppError `bad_json` when it is not JSON or not UTF-8, `bad_request` naming the field otherwise
 */
export function readJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch (cause) {
    throw new AppError('bad_json', { params: { why: 'not_utf8' }, cause })
  }
  return parseJson(text)
}

/** The value of a JSON text. Errors as `readJson`. */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const isEmpty = text.trim() === ''
    const params = isEmpty
      ? ({ why: 'empty' } as const)
      : ({ why: 'syntax', message: (cause as Error).message } as const)
    throw new AppError('bad_json', { params, cause })
  }
  if (typeof value === 'object' && value !== null) checkNames(text)
  return value
}

const [quote, comma, colon, bracketOpen, backslash, bracketClose, braceOpen, braceClose] = [
  34, 44, 58, 91, 92, 93, 123, 125,
]

/** An array or object that is open while a text is walked. */
interface Open {
  /** Of an object: the names that were given. */
  names: Set<string> | undefined
  /** The member or element that is being read. */
  at: string | number
}

/** Walks a text that is known to be JSON, so that only strings, brackets and commas need looking at. */
function checkNames(text: string): void {
  const open: Open[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const inner = open.at(-1)
    if (code === quote) {
      const start = at
      at = endOfString(text, at)
      if (inner?.names && isName(text, at + 1)) addName(open, inner.names, text.slice(start, at + 1))
    } else if (code === comma) {
      if (inner && !inner.names) inner.at = Number(inner.at) + 1
    } else if (code === braceOpen || code === bracketOpen) {
      const names = code === braceOpen ? new Set<string>() : undefined
      if (open.push({ names, at: names ? '' : 0 }) > limits.jsonDepthMax) throw tooDeep(open)
    } else if (code === braceClose || code === bracketClose) {
      open.pop()
    }
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  for (; text.charCodeAt(at) !== quote; at++) if (text.charCodeAt(at) === backslash) at++
  return at
}

/** A string that a colon follows is a member's name. */
function isName(text: string, after: number): boolean {
  let at = after
  while (text.charCodeAt(at) <= 32) at++
  return text.charCodeAt(at) === colon
}

function addName(open: Open[], names: Set<string>, source: string): void {
  const name = JSON.parse(source) as string
  const inner = open.at(-1) as Open
  inner.at = name
  if (names.has(name)) throw wrongName(open, 'is given twice; expected once')
  if (name === '__proto__') throw wrongName(open, 'is not a field')
  names.add(name)
}

function wrongName(open: readonly Open[], detail: string): AppError {
  const pointer = pointerTo(open.map(({ at }) => at))
  return new AppError('bad_request', { errors: [{ pointer, detail }] })
}

function tooDeep(open: readonly Open[]): AppError {
  const most = limits.jsonDepthMax
  const detail = `nests deeper than ${most} levels`
  return new AppError('bad_request', {
    params: { why: 'too_nested', most },
    errors: [{ pointer: pointerTo(open.slice(0, -1).map(({ at }) => at)), detail }],
  })
}

/** A JSON pointer (RFC 6901) from path elements. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => '/' + String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('')
}
