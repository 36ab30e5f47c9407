/**
 * The log: one JSON line for each event on standard error, or a short readable one on a terminal. Never a body or a
 * query.
 */
import { writeSync } from 'node:fs'
import { jsonLine, linesOf } from './model/plain-text.ts'
import { serverLimits } from './model/server-limits.ts'

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

export type Fields = Record<string, string | number | boolean | undefined>

export interface Log {
  error(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  debug(message: string, fields?: Fields): void
  /** Writes out what is still held back. */
  flush(): void
}

/** How much may be held back while nobody takes it. */
const bufferCharsMax = 1024 * 1024

export function createLog(
  level: LogLevel,
  pretty: boolean,
  write: (text: string) => number = (text) => writeSync(2, text),
): Log {
  let buffer = ''
  let dropped = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (dropped > 0) {
      buffer += line('warn', 'log lines dropped', { count: dropped })
      dropped = 0
    }
    const bytes = Buffer.from(buffer)
    buffer = ''
    try {
      const written = write(bytes.toString())
      if (written < bytes.length) buffer = bytes.subarray(written).toString()
    } catch (error) {
      // The reader of a pipe is slow: keep it for the next time. Without a reader there is nobody to tell.
      if ((error as { code?: string }).code === 'EAGAIN') buffer = bytes.toString()
    }
  }

  function line(name: LogLevel, message: string, fields: Fields): string {
    const time = new Date().toISOString()
    if (!pretty) return `${jsonLine({ time, level: name, message, ...fields })}\n`
    const rest = Object.entries(fields).map(([key, value]) => `${key}=${String(value)}`)
    // A stack has lines of its own: those behind the first can't be taken for others of the log.
    return `${linesOf([time.slice(11, 19), name.padEnd(5), message, ...rest].join(' ')).join('\n    ')}\n`
  }

  function at(name: Exclude<LogLevel, 'silent'>): Log['info'] {
    if (logLevels.indexOf(name) > logLevels.indexOf(level)) return () => {}
    return (message, fields = {}) => {
      if (buffer.length > bufferCharsMax) dropped++
      else buffer += line(name, message, fields)
      if (name === 'error') flush()
      else timer ??= setTimeout(flush, serverLimits.logFlushMs)
    }
  }

  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), flush }
}
