/** Texts take cells of the terminal: Chinese characters and emoji two each, colours none. */

export const widthOf = (text: string): number => Bun.stringWidth(text)

/** A text is cut at its end, with a sign where something is left out. It may have colours, which end with it. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  return width < 1 ? '' : `${beginning(text, width - 1)}…`
}

function beginning(text: string, width: number): string {
  const slice = Bun.sliceAnsi(text, 0, width)
  // A character of two cells of which one is outside is in the slice.
  return widthOf(slice) > width ? Bun.sliceAnsi(text, 0, width - 1) : slice
}

/** A text is cut at its beginning: whole characters stay. */
export function tail(text: string, width: number): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
  let from = characters.length
  for (let rest = width; from > 0; from--) {
    rest -= widthOf(characters[from - 1] as string)
    if (rest < 0) break
  }
  return characters.slice(from).join('')
}
