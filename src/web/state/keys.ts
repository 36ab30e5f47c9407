/** The keys of the page, in one table: what hears them, the map of them and the palette all read it. */
import type { ViewWords } from '../words/later-words.ts'

export type KeyName = keyof ViewWords['keys']

/** Each in the notation of `keyOf`; `Mod` is Ctrl, on Apple's machines the command key. */
export const keyGroups: Readonly<Record<'anywhere' | 'list', Partial<Record<KeyName, readonly string[]>>>> = {
  anywhere: {
    palette: ['Mod+k'],
    add: ['n'],
    search: ['/'],
    undo: ['Mod+z'],
    redo: ['Mod+Shift+z', 'Mod+y'],
    goToday: ['1'],
    goUpcoming: ['2'],
    goTodos: ['3'],
    goCalendar: ['4'],
    map: ['?'],
    escape: ['Escape'],
  },
  list: {
    move: ['ArrowUp', 'ArrowDown', 'k', 'j'],
    extend: ['Shift+ArrowUp', 'Shift+ArrowDown'],
    toggle: [' '],
    rename: ['Enter', 'F2'],
    details: ['o', 'ArrowRight'],
    close: ['ArrowLeft'],
    select: ['x'],
    selectAll: ['Mod+a'],
    remove: ['Delete'],
    moveTodo: ['Alt+ArrowUp', 'Alt+ArrowDown'],
    fold: ['f'],
    indent: ['Alt+ArrowLeft', 'Alt+ArrowRight'],
    moveTo: ['m'],
    dueToday: ['t'],
    dueOn: ['d'],
    repeat: ['r'],
    skip: ['s'],
  },
}

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/**
 * What was pressed, such as `Mod+Shift+z`, `Alt+ArrowUp` or `?`. Shift is named only where it does not change the
 * character.
 */
export function keyOf(event: KeyboardEvent): string {
  const isMod = isApple ? event.metaKey : event.ctrlKey
  const isOther = isApple ? event.ctrlKey : event.metaKey
  const isCharacter = event.key.length === 1
  const key = isCharacter && (isMod || event.altKey) ? event.key.toLowerCase() : event.key
  const shift = event.shiftKey && (!isCharacter || isMod || event.altKey)
  return [isMod && 'Mod', isOther && 'Other', event.altKey && 'Alt', shift && 'Shift', key]
    .filter(Boolean)
    .join('+')
}

const shown: Readonly<Record<string, string>> = {
  Mod: isApple ? '⌘' : 'Ctrl',
  Alt: isApple ? '⌥' : 'Alt',
  Shift: isApple ? '⇧' : 'Shift',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: isApple ? '⌦' : 'Del',
  Enter: '↵',
  ' ': 'Space',
}

/** As it stands on a keyboard: `Ctrl+K`, `⌘K`. */
export function keyText(key: string): string {
  const parts = key === '+' ? ['+'] : key.split('+')
  return parts
    .map((part) => shown[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(isApple ? '' : '+')
}
