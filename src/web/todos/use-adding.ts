/** What the field for new todos holds, and how it becomes todos. */
import { useComputed } from '@preact/signals'
import type { RefObject } from 'preact'
import type { TodoInput } from '../../client/client.ts'
import { useAutoHeight, useDraft } from '../parts/draft.ts'
import { addTodos } from '../state/actions.ts'
import { drafts, setDraft } from '../state/drafts.ts'
import { loadQuickAdd, quickAdd } from '../state/quick-add.ts'
import { active } from '../state/selection.ts'

export interface AddingProps {
  list: string
  /** What keeps a draft apart from those of other places; the list unless given. */
  place?: string
  /** It names the draft, where that is not `… add`. */
  draft?: string
  /** What the new ones have besides their names. */
  with?: Omit<TodoInput, 'name' | 'id' | 'list'>
  /** Told what was added, in order. */
  onAdded?: (ids: readonly string[]) => void
}

export interface Adding {
  field: RefObject<HTMLTextAreaElement | null>
  text: string
  /** What was understood, and is to be words of the name all the same. */
  ignored: readonly string[]
  ignore: (words: string) => void
  put: (text: string) => void
  /** Adds a todo of a line, with what it says besides the name. */
  add: (line: string) => void
  /** Adds todos of lines that were pasted. @returns whether they were taken */
  addAll: (lines: readonly string[]) => boolean
}

const none: readonly string[] = []

/** It leaves bullets and boxes out, where the part that understands them has yet to come. */
const nameOf = (line: string): string =>
  line.replace(/^\s*(?:[-*+•]|\d+[.)])?\s*(?:\[[ xX]?\]\s*)?/, '').trim() || line.trim()

export function useAdding(props: AddingProps): Adding {
  const { list, place = list, draft: key = `${place} add`, with: fields = {}, onAdded } = props
  const draft = useDraft({ field: key, stored: '' })
  const field = useAutoHeight(draft.text)
  const ignored = useComputed(() => drafts.value.get(key)?.ignored ?? none).value
  const ignore = (words: string) => {
    const now = drafts.peek().get(key)
    if (now) setDraft(key, { ...now, ignored: [...(now.ignored ?? none), words] })
  }
  const finish = (ids: readonly string[]): boolean => {
    if (ids.length === 0) return false
    active.value = ids.at(-1)
    onAdded?.(ids)
    field.current?.focus()
    return true
  }
  const add = (line: string) => {
    const part = quickAdd.peek()
    const read = part?.readLine(line, ignored, fields.labels)
    const target = read?.list ?? list
    // In another list there is nothing that it could be below.
    const { parent: _, ...alone } = fields
    const given = target === list ? fields : alone
    const ids = addTodos(target, [read?.name ?? line], { ...given, ...read?.fields }, read?.before)
    const [id] = ids
    // What the rules refused stays in the field, to be changed.
    if (id === undefined || !finish(ids)) return
    draft.drop()
    if (read && target !== list) part?.tellAddedTo(target, read.name)
    // It is a todo at once, whatever becomes of this page; a moment later it is one that is understood.
    if (!part) void loadQuickAdd().then(() => quickAdd.peek()?.understand(id, line))
  }
  // What is written beside them is none of them, and stays.
  const addAll = (lines: readonly string[]) => {
    const part = quickAdd.peek()
    return finish(part ? part.addLines(list, lines, fields) : addTodos(list, lines.map(nameOf), fields))
  }
  return { field, text: draft.text, ignored, ignore, put: draft.type, add, addAll }
}
