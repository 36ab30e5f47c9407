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
  add: (line: string) => Promise<void>
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
  const addNow = (line: string, words: readonly string[]): boolean => {
    const part = quickAdd.peek()
    const read = part?.readLine(line, words) ?? { name: line, list: undefined, fields: {} }
    const target = read.list ?? list
    const ids = addTodos(target, [read.name], { ...fields, ...read.fields })
    if (ids.length > 0 && target !== list) part?.tellAddedTo(target, read.name)
    finish(ids)
    return ids.length > 0
  }
  const add = async (line: string) => {
    const words = ignored.peek()
    // What the rules refused stays in the field, to be changed.
    if (quickAdd.peek()) {
      if (addNow(line, words)) put('')
      return
    }
    // What is typed while the part comes is the next one.
    put('')
    await loadQuickAdd()
    if (!addNow(line, words) && text.peek() === '') put(line)
  }
  const addAll = (names: readonly string[]) => {
    put('')
    finish(addTodos(list, names, fields))
  }
  return { field, text, ignored, put, add, addAll }
}
