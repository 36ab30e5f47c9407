/**
 * Tells what was pressed, from the bytes that a terminal sends (ECMA-48; xterm's control sequences), in the page's
 * notation.
 */

const named: Record<string, string> = {
  A: 'ArrowUp',
  B: 'ArrowDown',
  C: 'ArrowRight',
  D: 'ArrowLeft',
  H: 'Home',
  F: 'End',
  Q: 'F2',
}
const numbered: Record<string, string> = {
  1: 'Home',
  3: 'Delete',
  4: 'End',
  5: 'PageUp',
  6: 'PageDown',
  7: 'Home',
  8: 'End',
  12: 'F2',
}
const controls: Record<string, string> = {
  '\r': 'Enter',
  '\n': 'Enter',
  '\t': 'Tab',
  '\u007f': 'Backspace',
  '\b': 'Backspace',
}

const sequence =
  // eslint-disable-next-line no-control-regex -- escape sequences begin with one
  /\u001b\[200~([\s\S]*?)\u001b\[201~|\u001b(?:\[|O)(?:(\d+)?(?:;(\d+))?)([A-Z~])|\u001b([^\u001b[O])|[\s\S]/gu

/** Each key of a piece of input; text that was pasted is `paste:` and the text. A lone escape is `Escape`. */
export function* keysOf(input: string): Iterable<string> {
  for (const [all, pasted, number, modifiers, end, meta] of input.matchAll(sequence)) {
    if (pasted !== undefined) yield `paste:${pasted}`
    else if (end !== undefined) {
      const name = end === '~' ? numbered[number ?? ''] : named[end]
      if (name !== undefined) yield withModifiers(name, Number(modifiers ?? 1) - 1)
    } else if (meta !== undefined) yield `Alt+${nameOf(meta)}`
    else yield nameOf(all)
  }
}

function nameOf(sign: string): string {
  const name = controls[sign]
  if (name !== undefined) return name
  if (sign === '\u001b') return 'Escape'
  const code = sign.codePointAt(0) ?? 0
  return code < 32 ? `Mod+${String.fromCodePoint(code + 96)}` : sign
}

/** xterm's sum of Shift 1, Alt 2, Control 4. */
const withModifiers = (name: string, bits: number): string =>
  [bits & 4 && 'Mod', bits & 2 && 'Alt', bits & 1 && 'Shift', name].filter(Boolean).join('+')
