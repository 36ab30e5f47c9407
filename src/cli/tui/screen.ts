/** How it looks: a screen of lines, made anew of the state each time. */
import { styleText } from 'node:util'
import { clean } from '../output.ts'
import type { Row } from './shown.ts'

export interface Screen {
  columns: number
  lines: number
}

export interface Looks {
  title: string
  /** What the connection is doing. */
  state: string
  rows: readonly Row[]
  active: number
  /** The first row that is shown. */
  top: number
  today: string
  /** A line that is being written, with what it is for. */
  prompt: { label: string; text: string } | undefined
  /** Said below the todos, until a key is pressed. */
  message: string
  /** Shown in place of the todos. */
  page: readonly string[] | undefined
}

/** How many todos fit. */
export const roomOf = ({ lines }: Screen): number => Math.max(1, lines - 3)

export function linesOf(looks: Looks, screen: Screen): string[] {
  const { columns } = screen
  const room = roomOf(screen)
  const { title, state, rows, top, prompt, message, page } = looks
  const head = `${styleText('bold', cut(title, columns - 20))}  ${styleText('dim', state)}`
  const body = page
    ? page.slice(0, room).map((line) => cut(line, columns))
    : rows
        .slice(top, top + room)
        .map((row, index) => lineOf(row, top + index === looks.active, looks.today, columns))
  if (!page && rows.length === 0) body.push(styleText('dim', '  Nothing here. Press n to add a todo.'))
  while (body.length < room) body.push('')
  const foot = prompt
    ? `${styleText('cyan', prompt.label)} ${tail(prompt.text, columns - prompt.label.length - 3)}${styleText('inverse', ' ')}`
    : styleText('dim', cut(message || 'n add   Space finish   Enter rename   ? keys   q quit', columns))
  return [head, '', ...body, foot]
}

function lineOf({ todo, depth }: Row, isActive: boolean, today: string, columns: number): string {
  const { finished, name, due, priority, labels } = todo
  const mark = `${'  '.repeat(depth)}${finished ? '[x]' : '[ ]'}`
  const about = [
    priority === 'none' ? '' : styleText('yellow', { low: '!', medium: '!!', high: '!!!' }[priority]),
    due
      ? styleText(
          !finished && due.slice(0, 10) < today ? 'red' : 'dim',
          clean(due.replace(/\[.*/, '').replace('T', ' ')),
        )
      : '',
    ...labels.map((label) => styleText('cyan', `#${clean(label)}`)),
  ].filter(Boolean)
  const side = about.length > 0 ? `  ${about.join(' ')}` : ''
  const text = cut(clean(name), Math.max(8, columns - mark.length - 3 - Bun.stringWidth(side)))
  const line = `${isActive ? '›' : ' '} ${mark} ${finished ? styleText('dim', text) : text}${side}`
  return isActive ? styleText('inverse', line) : line
}

function cut(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Bun.stringWidth(kept + segment) >= width) break
    kept += segment
  }
  return `${kept}…`
}

/** The end of what is written: where the next character goes. */
function tail(text: string, width: number): string {
  const signs = [...clean(text)]
  while (signs.length > 0 && Bun.stringWidth(signs.join('')) > width) signs.shift()
  return signs.join('')
}
