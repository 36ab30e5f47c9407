/**
 * Says of drafts that wait where nobody looks (of a tab that crashed, of a todo that was deleted meanwhile), and leads
 * to them.
 */
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { drafts, setDraft, shortened, shownFields } from './drafts.ts'
import { filterOf } from './filters.ts'
import { renamingTitle } from './focus.ts'
import { isAddingList } from './overlays.ts'
import { go, openTodo } from './route.ts'
import { announce, showToast, toasts } from './toasts.ts'
import { defaultList, listOf, replica } from './todos.ts'
import { isOut } from './who.ts'

/** What is on its way to be shown needs not be told. */
const patienceMs = 500
/** These wait in their fields until they are added, saved or looked for: that is what they are there for. */
const waiting = /^(\S+ (add|subtodo)|search text|new filter-name)$/

export function tellKept(fields: readonly string[]): void {
  setTimeout(() => {
    for (const field of fields) tell(field)
  }, patienceMs)
}

function tell(field: string): void {
  const draft = drafts.peek().get(field)
  const [id = '', kind = ''] = field.split(' ')
  // Nothing of an account is shown to who has not signed in.
  if (!draft || shownFields.has(field) || waiting.test(field) || isOut.peek()) return
  // It was saved, and the tab went before it could say so.
  if (draft.text === storedOf(id, kind)) return setDraft(field, undefined)
  const text = viewWords.value.typedKept(shortened(draft.text.trim()))
  // It is told once, though the same stood in a row and in the details.
  if (toasts.peek().some((toast) => toast.text === text)) return
  showToast({ text, stays: true, action: { name: words.value.showRefused, run: () => show(id, kind) } })
  announce(text)
}

function storedOf(id: string, kind: string): string | undefined {
  switch (kind) {
    case 'name':
    case 'notes':
      return replica().todo(id)?.[kind]
    case 'list-name':
      return listOf(id)?.name ?? ''
    case 'filter-name':
      return filterOf(id)?.name ?? ''
    case 'filter':
      return filterOf(id)?.filter
    case 'label-name':
      return decodeURIComponent(id)
    default:
      return ''
  }
}

/** Leads to the field, with what was typed in it. */
function show(id: string, kind: string): void {
  switch (kind) {
    case 'list-name':
      if (id === 'new') return void (isAddingList.value = true)
      go({ place: { view: 'list', list: id === defaultList() ? undefined : id } })
      return void (renamingTitle.value = true)
    case 'filter-name':
    case 'filter':
      go({ place: { view: 'filter', filter: id } })
      return void (renamingTitle.value = kind === 'filter-name')
    case 'label-name':
      go({ place: { view: 'label', query: decodeURIComponent(id) } })
      return void (renamingTitle.value = true)
    default:
      openTodo(id)
  }
}
