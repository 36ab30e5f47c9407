/**
 * Reads JSON strictly: RFC 8259 leaves duplicate names to the reader, and JSON.parse keeps the last one silently, so that
 * two programs may read one text differently. Here they are refused, like nesting too deep and the name `__proto__`.
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
    throw new AppError('bad_json', { detail: 'The body is not valid UTF-8; expected JSON in UTF-8.', cause })
  }
  return parseJson(text)
}

/** The value of a JSON text. Errors as `readJson`. */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const detail =
      text.trim() === ''
        ? 'The body is empty; expected JSON.'
        : `The body is not JSON: ${(cause as Error).message}.`
    throw new AppError('bad_json', { detail, cause })
  }
  if (typeof value === 'object' && value !== null) checkNames(text)
  return value
}

const [quote, backslash, colon, braceOpen, braceClose, bracketOpen, bracketClose] = [
  34, 92, 58, 123, 125, 91, 93,
]

/** Walks a text that is known to be JSON, so that only strings and brackets need looking at. */
function checkNames(text: string): void {
  const open: (Set<string> | undefined)[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      const start = at
      at = endOfString(text, at)
      const names = open.at(-1)
      if (names && isName(text, at + 1)) addName(names, text.slice(start, at + 1))
    } else if (code === braceOpen || code === bracketOpen) {
      if (open.push(code === braceOpen ? new Set() : undefined) > limits.jsonDepthMax) {
        throw new AppError('bad_request', {
          detail: `The body nests deeper than ${limits.jsonDepthMax} levels.`,
        })
      }
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

function addName(names: Set<string>, source: string): void {
  const name = JSON.parse(source) as string
  const fault = names.has(name)
    ? 'is given twice; expected once'
    : name === '__proto__'
      ? 'is not a field'
      : undefined
  if (fault)
    throw new AppError('bad_request', {
      detail: `"${name}" ${fault}.`,
      errors: [{ pointer: pointerTo([name]), detail: fault }],
    })
  names.add(name)
}

/** A JSON pointer (RFC 6901) from path elements. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => '/' + String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('')
}
