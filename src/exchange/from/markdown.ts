/** Markdown checklists: headings are lists, what is indented is below, other lines are notes of the item above. */
import { createKeys, loss, type Chunks, type Found, type FoundList, type FoundTodo } from '../found.ts'
import { headingIn, nameIn, noteIn } from '../markdown-text.ts'
import { linesOf } from '../text.ts'

const item = /^([\t ]*)(?:[-*+]|\d+[.)])[\t ]+\[([ xX])\](?:[\t ]+(.*))?$/
const heading = /^(#{1,6})[\t ]+(.+?)(?:[\t ]+#+)?[\t ]*$/

export async function* readMarkdown(chunks: Chunks): AsyncGenerator<Found> {
  const keyOf = createKeys()
  let list: FoundList | undefined
  let isNamed = false
  /** The items that the next one may be below, each with how far it is indented. */
  let open: { indent: number; todo: FoundTodo; path: string }[] = []
  let last: FoundTodo | undefined
  for await (const lines of linesOf(chunks)) {
    for (const { text, number } of lines) {
      const at = `line ${number}`
      const isItem = item.exec(text)
      const isHeading = heading.exec(text)
      if (isHeading) {
        if (last) yield last
        last = undefined
        open = []
        const name = headingIn(isHeading[2] as string)
        list = { kind: 'list', key: keyOf('list', name), at, name }
        isNamed = false
      } else if (isItem) {
        if (last) yield last
        if (list && !isNamed) yield list
        isNamed = true
        const indent = (isItem[1] ?? '').replaceAll('\t', '    ').length
        open = open.filter((each) => each.indent < indent)
        const above = open.at(-1)
        const name = nameIn(isItem[3] ?? '')
        const path = keyOf(list?.key, above?.path, name)
        const fields = { finished: isItem[2] !== ' ' }
        last = {
          kind: 'todo',
          key: path,
          at,
          list: list?.key,
          parent: above?.todo.key,
          name,
          fields,
        }
        open.push({ indent, todo: last, path })
      } else if (last && (text.trim() === '' || /^[\t ]/.test(text))) {
        // Indented as the item's own text is.
        const notes = last.fields?.notes
        const bare = text.replace(/^[\t ]+/, '')
        const line = noteIn(bare.startsWith('```') ? bare.replace(/[\t ]+$/, '') : bare)
        if (notes !== undefined || line !== '')
          last.fields = { ...last.fields, notes: notes === undefined ? line : `${notes}\n${line}` }
      } else if (text.trim() !== '') yield loss('text_outside', {}, at)
    }
  }
  if (last) yield last
}
