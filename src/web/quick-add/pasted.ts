/**
 * Makes todos of lines that were pasted: bullets, numbers and boxes go, what is ticked is finished, and what is
 * indented stands below the line before it. Each line is read by quick add.
 */
import { newId } from '../../client/client.ts'
import * as clientLimits from '../../model/client-limits.ts'
import { placesOnTop } from '../state/actions.ts'
import { perform } from '../state/history.ts'
import type { QuickAddLine } from '../state/later.ts'
import { splitName, withRest } from '../state/long-texts.ts'
import { announce, showToast } from '../state/toasts.ts'
import { replica } from '../state/todos.ts'
import type { Wish } from '../state/wishes.ts'
import { todoWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { readInPlace, withLabels } from './read-line.ts'

export interface PastedLine {
  name: string
  finished: boolean
  /** It is counted from 0. */
  depth: number
}

const mark = /^(?<space>[ \t\u3000]*)(?:[-*+•]|\d+[.)])?\s*(?:\[(?<box>[ xX✓]?)\]\s*)?(?<name>.*)$/u
/** A tab is as wide as editors have it. */
const tabWidth = 4

export function readLines(text: string): PastedLine[] {
  const open: number[] = []
  const lines: PastedLine[] = []
  for (const line of text.split(/\r?\n/)) {
    const { space = '', box, name = '' } = mark.exec(line)?.groups ?? {}
    if (name.trim() === '') continue
    const indent = space.replaceAll('\t', ' '.repeat(tabWidth)).replaceAll('\u3000', '  ').length
    // The first line may be indented itself: depth counts from it.
    while (open.length > 0 && (open.at(-1) as number) >= indent) open.pop()
    const depth = Math.min(open.length, clientLimits.depthMax - 1)
    open.push(indent)
    lines.push({ name: name.trim(), finished: box !== undefined && box.trim() !== '', depth })
  }
  return lines
}

/**
 * All of them are one gesture. A mark of a list stays in the name: a tree is of one list.
 * @returns the ids of what was added
 */
export function addLines(list: string, lines: readonly string[], fields: QuickAddLine['fields']): string[] {
  const read = readLines(lines.join('\n'))
  const places = placesOnTop(list, read.filter(({ depth }) => depth === 0).length)
  const above: string[] = []
  const wishes = read.map(({ name: line, finished, depth }): Wish => {
    const { name: whole, fields: own } = readInPlace(line)
    const [name, rest] = splitName(whole)
    const notes = withRest(rest, fields.notes)
    const id = newId()
    above.splice(depth, above.length, id)
    const parent = depth === 0 ? fields.parent : above[depth - 1]
    const position = depth === 0 ? places.shift() : undefined
    const todo = {
      ...fields,
      ...withLabels(own, fields.labels),
      ...(notes && { notes }),
      ...(finished && { finished }),
      ...(position && { position }),
      ...(parent && { parent }),
    }
    return { type: 'createTodo', todo: { ...todo, id, list, name } }
  })
  perform(words.value.addedMany(wishes.length), wishes)
  return wishes.flatMap((wish) =>
    wish.type === 'createTodo' && wish.todo.id && replica().todo(wish.todo.id) ? [wish.todo.id] : [],
  )
}

export function tellTooMuch(): void {
  const text = todoWords.value.pasteTooLong
  showToast({ text })
  announce(text)
}
