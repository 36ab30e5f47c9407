/** This makes bytes text: UTF-8, or UTF-16 where it says so by its first character; line by line where that will do. */
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { wrong, type Chunks } from './found.ts'

/** @throws AppError `import_too_large` as soon as there is more */
export async function* bounded(chunks: Chunks, max: number): Chunks {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > max) throw tooLarge(max)
    yield chunk
  }
}

export function tooLarge(max: number): AppError {
  return new AppError('import_too_large', { params: { what: 'bytes', most: max } })
}

/** It gives the bytes of the text as UTF-8. */
async function* utf8(chunks: Chunks): Chunks {
  let decoder: TextDecoder | undefined
  let isSwapped = false
  let isFirst = true
  let rest: Uint8Array | undefined
  const encoder = new TextEncoder()
  for await (let chunk of chunks) {
    if (rest) chunk = Buffer.concat([rest, chunk])
    rest = undefined
    if (isFirst && chunk.length < 4) {
      rest = chunk
      continue
    }
    if (isFirst) {
      isSwapped = chunk[0] === 0xfe && chunk[1] === 0xff
      if (isSwapped || (chunk[0] === 0xff && chunk[1] === 0xfe))
        decoder = new TextDecoder('utf-16le', { fatal: true })
      else if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) chunk = chunk.subarray(3)
      isFirst = false
    }
    if (!decoder) {
      yield chunk
      continue
    }
    if (chunk.length % 2 === 1) {
      rest = chunk.slice(-1)
      chunk = chunk.subarray(0, -1)
    }
    try {
      yield encoder.encode(decoder.decode(isSwapped ? Buffer.from(chunk).swap16() : chunk, { stream: true }))
    } catch {
      throw wrong('the file', 'not_utf16', {})
    }
  }
  if (rest) {
    if (decoder) throw wrong('the file', 'half_character', {})
    yield rest
  }
}

const newline = 10
const carriageReturn = 13

interface Line {
  text: string
  number: number
}

/** The lines, each with its number, in groups as they come. */
export async function* linesOf(chunks: Chunks): AsyncGenerator<Line[]> {
  for await (const lines of rawLinesOf(chunks))
    yield lines.map(({ text, number }) => ({ text: text.endsWith('\r') ? text.slice(0, -1) : text, number }))
}

/** The same with the carriage returns that they end with, for formats in which a line may end within a text. */
export async function* rawLinesOf(
  chunks: Chunks,
  { onGuess }: { onGuess?: () => void } = {},
): AsyncGenerator<Line[]> {
  let number = 0
  const decode = onGuess ? guessing(onGuess) : decoded
  let rest: Uint8Array | undefined
  for await (const chunk of utf8(chunks)) {
    const end = chunk.lastIndexOf(newline)
    if (end === -1) {
      rest = rest ? Buffer.concat([rest, chunk]) : chunk
      continue
    }
    const whole = rest ? Buffer.concat([rest, chunk.subarray(0, end)]) : chunk.subarray(0, end)
    rest = chunk.subarray(end + 1)
    const lines = decode(whole, number + 1).split('\n')
    yield lines.map((text) => ({ text, number: ++number }))
  }
  if (rest && rest.length > 0) {
    const text = decode(rest, number + 1)
    yield [{ text, number: number + 1 }]
  }
}

const utf8Letter = /[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3}/

/**
 * Spreadsheets write Windows-1252 as well. It is taken for that where it is no UTF-8 and no letter was UTF-8 until
 * then: a file that has some is a damaged one.
 */
function guessing(onGuess: () => void): typeof decoded {
  let isAscii = true
  let isGuessed = false
  return (bytes, firstLine) => {
    if (!isGuessed) {
      try {
        const text = decoded(bytes, firstLine)
        isAscii &&= text.length === bytes.length
        return text
      } catch (error) {
        if (!isAscii || utf8Letter.test(Buffer.from(bytes).toString('latin1'))) throw error
        isGuessed = true
        onGuess()
      }
    }
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** @throws AppError naming the line that is not UTF-8 */
function decoded(bytes: Uint8Array, firstLine: number): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    return decoder.decode(bytes)
  } catch {
    let line = firstLine
    for (let at = 0; at <= bytes.length; line++) {
      const end = bytes.indexOf(newline, at)
      const part = bytes.subarray(at, end === -1 ? bytes.length : end)
      try {
        decoder.decode(part[part.length - 1] === carriageReturn ? part.subarray(0, -1) : part)
      } catch {
        break
      }
      if (end === -1) break
      at = end + 1
    }
    throw wrong(`line ${line}`, 'not_utf8', {})
  }
}

/** All of it, for formats that must be read whole. @throws AppError `import_too_large` */
export async function textOf(chunks: Chunks): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const chunk of bounded(utf8(chunks), serverLimits.importWholeBytesMax)) parts.push(chunk)
  return decoded(Buffer.concat(parts), 1)
}
