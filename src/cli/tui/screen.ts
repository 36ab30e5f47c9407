/** How it looks: a screen of lines, made anew of the state each time. */
import { styleText } from 'node:util'
import { clean } from '../output.ts'
import { cut, tail, widthOf } from '../width.ts'
import type { Row } from './shown.ts'

export interface Screen {
  columns: number
  lines: number
}

export interface Looks {
  title: string
  /** It tells what the connection is doing. */
  state: string
  rows: readonly Row[]
  active: number
  /** This row is the first that is shown. */
  top: number
  today: string
  /** A line is being written, and this tells what for. */
  prompt: { label: string; text: string } | undefined
  /** Said below the todos, until a key is pressed. */
  message: string
  /** It is shown in place of the todos. */
  page: readonly string[] | undefined
}

/** So many todos fit. */
export const roomOf = ({ lines }: Screen): number => Math.max(1, lines - 3)

/** @returns as many lines as the screen has, none of them wider than it */
export function linesOf(looks: Looks, screen: Screen): string[] {
  const room = roomOf(screen)
  const { title, state, rows, top, page } = looks
  const head = `${styleText('bold', cut(title, Math.max(8, screen.columns - 20)))}  ${styleText('dim', state)}`
  const body =
    page?.slice(0, room) ??
    rows.slice(top, top + room).map((row, index) => lineOf(row, top + index === looks.active, looks, screen))
  if (!page && rows.length === 0) body.push(styleText('dim', '  Nothing here. Press n to add a todo.'))
  while (body.length < room) body.push('')
  return [head, '', ...body, footOf(looks, screen)]
    .slice(-screen.lines)
    .map((line) => cut(line, screen.columns))
}

function footOf({ prompt, message }: Looks, { columns }: Screen): string {
  if (!prompt) return styleText('dim', message || 'n add   Space finish   Enter rename   ? keys   q quit')
  const label = cut(prompt.label, Math.floor(columns / 2))
  const text = tail(clean(prompt.text), columns - widthOf(label) - 2)
  return `${styleText('cyan', label)} ${text}${styleText('inverse', ' ')}`
}

function lineOf({ todo, depth }: Row, isActive: boolean, { today }: Looks, { columns }: Screen): string {
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
  // The name has half of the line before anything else has.
  const room = Math.max(0, columns - mark.length - 3)
  const wished = Math.min(widthOf(clean(name)), Math.ceil(room / 2))
  const side = about.length > 0 ? cut(`  ${about.join(' ')}`, room - wished) : ''
  const text = cut(clean(name), room - widthOf(side))
  const line = `${isActive ? '›' : ' '} ${mark} ${finished ? styleText('dim', text) : text}${side}`
  return isActive ? styleText('inverse', line) : line
}
