/**
 * Standard output is written to as a file is: whatever could not be written is an error, as on a full disk.
 * `console.log` would keep that to itself.
 */
import { writeSync } from 'node:fs'
import { AppError } from '../model/errors.ts'

const standardOutput = 1

/** Shells tell so of a program that was ended by SIGPIPE. */
const readerGone = 141

/** Who reads a pipe may be slower than what is written: how long to wait before trying again. */
const pauseMs = 5

/**
 * Writes all of a text. Where nobody reads any more, as behind `| head`, the program ends without a word.
 * @throws AppError `output_not_written`
 */
export function writeOut(text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(standardOutput, bytes, at)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') process.exit(readerGone)
      if (code === 'EAGAIN') Bun.sleepSync(pauseMs)
      else throw new AppError('output_not_written', { detail: `${message}.`, cause: error })
    }
  }
}
