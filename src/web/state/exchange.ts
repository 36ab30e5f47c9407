/**
 * This is for files in and out: what the server says of a file while it reads it, and where one gets everything as a
 * file.
 */
import type { ImportReport } from '../../model/import.ts'
import { localZone } from '../words/due.ts'
import { Trouble, type Problem } from './account-api.ts'

export const exportFormats = ['zip', 'jsonl', 'ics', 'md', 'csv'] as const

/** It is below the page's base. */
export const exportAddress = (format: (typeof exportFormats)[number]): string =>
  `api/v1/export?format=${format}`

type Step = { read: number } | { written: number; of: number }

/**
 * Sends a file, and tells each step.
 * @param isDry - only to be told what would come in
 * @throws Trouble whose parameters say which line, and what was expected
 */
export async function sendFile(
  file: File,
  {
    list,
    isDry,
    gesture,
    tell,
  }: { list: string | undefined; isDry: boolean; gesture: string; tell: (step: Step) => void },
): Promise<ImportReport> {
  const query = new URLSearchParams({
    file: file.name,
    zone: localZone(),
    ...(list !== undefined && { list }),
    ...(isDry ? { dry_run: 'true' } : { gesture }),
  })
  const headers = { accept: 'application/jsonl' }
  const response = await fetch(`api/v1/import?${query}`, { method: 'POST', body: file, headers }).catch(
    () => {
      throw new Trouble('no_answer')
    },
  )
  if (!response.ok) throw troubleOf((await response.json()) as Problem)
  for await (const line of linesOf(response)) {
    const step = JSON.parse(line) as Step | { report: ImportReport } | { problem: Problem }
    if ('report' in step) return step.report
    if ('problem' in step) throw troubleOf(step.problem)
    tell(step)
  }
  throw new Trouble('no_answer')
}

const troubleOf = (problem: Problem): Trouble => new Trouble(problem.code ?? 'internal', problem)

async function* linesOf(response: Response): AsyncIterable<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const lines = (text + read.value).split('\n')
    text = lines.pop() ?? ''
    yield* lines
  }
}
