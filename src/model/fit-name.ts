/**
 * Makes a text of another program a name: on one line, and not longer than names may be. Nothing of it is lost without
 * a word.
 */
import type { Tell } from './import.ts'
import { limits } from './limits.ts'
import { rightName } from './right-name.ts'
import { codePoints, isVisible } from './text.ts'

/** Makes it text that both engines keep: without NUL and halves of pairs. */
export function keepable(text: string, at: string, tell: Tell): string {
  if (text.isWellFormed() && !text.includes('\0')) return text
  tell('characters', {}, at)
  return text.toWellFormed().replaceAll('\0', '')
}

/** Cuts it behind so many code points. */
export function cut(text: string, max: number): string {
  return text.length <= max || codePoints(text) <= max ? text : `${[...text].slice(0, max - 1).join('')}…`
}

/** Makes it a name of one line, and tells what of it must go to the notes. */
export function fitName(text: string, at: string, tell: Tell): { name: string; rest: string } {
  const whole = keepable(text, at, tell)
  const line = rightName(whole)
  return fitted(whole, isVisible(line) ? line : '', at, tell)
}

/** It does the same with a name as the tutorial's program took it, which stays as it is, for `/todos/`. */
export function keptName(text: string, at: string, tell: Tell): { name: string; rest: string } {
  const whole = keepable(text, at, tell)
  return fitted(whole, whole, at, tell)
}

function fitted(whole: string, line: string, at: string, tell: Tell): { name: string; rest: string } {
  if (line === '') {
    tell('empty_names', {}, at)
    return { name: '(no name)', rest: '' }
  }
  const name = cut(line, limits.nameLengthMax)
  if (name !== line) tell('long_names', { most: limits.nameLengthMax }, at)
  return { name, rest: name === line ? '' : whole }
}
