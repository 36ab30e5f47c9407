/** Texts that try to be more than text, wherever they come out. */
import { randomOf } from './random.ts'

const pieces = [
  ...[
    '\r\n',
    '\r',
    '\n',
    '\u2028',
    '\u2029',
    '\u0085',
    '\v',
    '\f',
    '\t',
    '\u001C',
    '\u0001',
    '\u007F',
    '\u009B31m',
    '\u001B[2J',
  ],
  ...[
    ';',
    ',',
    '|',
    '"',
    "'",
    '\\',
    '\\n',
    ':',
    '/',
    '..',
    '#',
    '*',
    '_',
    '(',
    ')',
    '[',
    ']',
    '<',
    '>',
    '&',
    '%0d%0a',
  ],
  ...['=', '+', '-', '@', '＝', '＋', '－', '＠', '=1+1', '@SUM(A1)', '=HYPERLINK("http://evil/")', '-- '],
  ...[
    'BEGIN:VEVENT',
    'END:VTODO',
    'END:VCALENDAR',
    'SUMMARY:x',
    'ATTACH:http://evil/',
    'ACTION:EMAIL',
    ';VALUE=URI:',
  ],
  ...[
    '# Heading',
    '## ',
    '- [ ] todo',
    '* [x] done',
    '1. [ ] one',
    '12) [X] two',
    '  - [ ] below',
    '> - [ ] quoted',
    '[ ] box',
  ],
  ...[
    '```',
    '~~~',
    '````js',
    '<!--',
    '<script>',
    '<pre>',
    '[a]: http://evil/',
    '---',
    '===',
    '| a |',
    '    code',
    '\n\n',
    '\\- [ ] x',
  ],
  ...[
    '../../etc/passwd',
    'CON',
    'aiotodo.md',
    '{"kind":"end"}',
    '","',
    '"\r\n"',
    'data: x\n\n',
    'id: 9',
    'event: e',
    '$(reboot)',
    '`id`',
  ],
  ...[
    '![x](http://evil/)',
    '![',
    '](http://evil/)',
    '<img src=http://evil/>',
    '<b>',
    '&lt;b&gt;',
    '&#60;',
    '~~',
    'a_b',
    '\\',
  ],
  ...['\u2212', '\u2010', '\u207C', '\u208C', '\u2066', '\u2069', '\u202A'],
  ...['a', 'b c', ' ', '  ', '漢字', '👍🏽', '\u202E', '\uFEFF', '\u200B', 'é', '\u00A0'],
]

export interface HostileTexts {
  below(max: number): number
  /** At most so many code points, one at least; `not`: what it does not have. */
  text(max: number, not?: RegExp): string
}

export function hostileTexts(seed: number): HostileTexts {
  const random = randomOf(seed)
  const below = (max: number) => Math.floor(random() * max)
  return {
    below,
    text(max, not = /\0/g) {
      let text = ''
      for (let count = 1 + below(8); count > 0; count--) text += pieces[below(pieces.length)]
      return [...text.replaceAll(not, '')].slice(0, max).join('') || 'a'
    },
  }
}

export const seedOf = (): number => Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))
