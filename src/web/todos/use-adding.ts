/** What the field for new todos holds, and how it becomes todos. */
import { useSignal, type Signal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { RefObject } from 'preact'
import type { TodoInput } from '../../client/client.ts'
import { addTodos } from '../state/actions.ts'
import { loadQuickAdd, quickAdd } from '../state/quick-add.ts'
import { active } from '../state/selection.ts'

export interface AddingProps {
  list: string
  /** What the new ones have besides their names. */
  with?: Omit<TodoInput, 'name' | 'id' | 'list'>
  /** Told what was added, in order. */
  onAdded?: (ids: readonly string[]) => void
}

export interface Adding {
  field: RefObject<HTMLTextAreaElement | null>
  text: Signal<string>
  /** What was understood, and is to be words of the name all the same. */
  ignored: Signal<readonly string[]>
  put: (text: string) => void
  /** Adds a todo of a line, with what it says besides the name. */
  add: (line: string) => void
  /** Adds todos of these names. */
  addAll: (names: readonly string[]) => void
}

export function useAdding({ list, with: fields = {}, onAdded }: AddingProps): Adding {
  const field = useRef<HTMLTextAreaElement>(null)
  const text = useSignal('')
  const ignored = useSignal<readonly string[]>([])
  const put = (next: string) => {
    if (field.current) field.current.value = next
    text.value = next
    if (next === '') ignored.value = []
  }
  const finish = (ids: readonly string[]) => {
    if (ids.length === 0) return
    active.value = ids.at(-1)
    onAdded?.(ids)
    field.current?.focus()
  }
  const add = (line: string) => {
    const words = ignored.peek()
    const part = quickAdd.peek()
    const read = part?.readLine(line, words)
    const target = read?.list ?? list
    const ids = addTodos(target, [read?.name ?? line], { ...fields, ...read?.fields })
    const [id] = ids
    // What the rules refused stays in the field, to be changed.
    if (id === undefined) return
    put('')
    finish(ids)
    if (read && target !== list) part?.tellAddedTo(target, read.name)
    // It is a todo at once, whatever becomes of this page; a moment later it is one that is understood.
    if (!part) void loadQuickAdd().then(() => quickAdd.peek()?.understand(id, line))
  }
  const addAll = (names: readonly string[]) => {
    put('')
    finish(addTodos(list, names, fields))
  }
  return { field, text, ignored, put, add, addAll }
}
