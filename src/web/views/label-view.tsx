/** The view of a label shows all todos that have it, of all lists, and has a field that adds one with it. */
import { ArrowDownUp, Ellipsis } from 'lucide'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { openLabelMenu } from '../labels/label-menu.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { LabelNameEditor } from '../labels/label-name-editor.tsx'
import { lingering } from '../state/actions.ts'
import { renamingTitle } from '../state/focus.ts'
import { addFinished } from '../state/items.ts'
import { colourOf, viewIdOf } from '../state/labels.ts'
import { openViewMenu } from '../state/menus.ts'
import { hrefOf } from '../state/route.ts'
import { allTodos, defaultList, viewOf } from '../state/todos.ts'
import { isByHand } from '../state/views.ts'
import { AddField } from '../todos/add-field.tsx'
import { BulkBar } from '../todos/bulk-bar.tsx'
import { TodoList } from '../todos/todo-list.tsx'
import { useArranged } from '../todos/use-arranged.ts'
import { labelWords, viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export function LabelView({ label }: { label: string }): JSX.Element {
  const view = viewIdOf(label)
  const [all, stay] = [allTodos.value, lingering.value]
  const [open, finished] = useMemo(() => {
    const having = all.filter(({ labels }) => labels.includes(label))
    const isOpen = (todo: Todo) => !todo.finished || stay.has(todo.id)
    return [having.filter(isOpen).toSorted(byDue), having.filter((todo) => !isOpen(todo))]
  }, [all, stay, label])
  const arranged = useArranged(view, open, 'all', true)
  const isFinishedShown = viewOf(view).showFinished
  const word = words.value
  const items = useMemo(() => {
    const items = [...arranged.items]
    addFinished(items, finished, { finished: word.finishedCount, isFinishedShown }, (todo) =>
      items.push({ kind: 'todo', key: todo.id, todo, depth: 0, below: { all: 0, finished: 0 } }),
    )
    return items
  }, [arranged.items, finished, isFinishedShown, word])
  const list = defaultList()
  return (
    <>
      <Title label={label} view={view} />
      {list !== undefined && (
        <AddField list={list} place={`label:${encodeURIComponent(label)}`} with={{ labels: [label] }} />
      )}
      <TodoList
        items={items}
        label={label}
        view={view}
        whyFixed={arranged.whyFixed}
        empty={
          <div class="nothing">
            <p>{labelWords.value.nothing}</p>
            <a class="button" href={hrefOf({ place: { view: 'list', list: undefined } })}>
              {viewWords.value.goToTodos}
            </a>
          </div>
        }
      />
      <BulkBar />
    </>
  )
}

/** What is due first stands first, and what is not due last, as in the order of its list. */
const byDue = ({ due: a }: Todo, { due: b }: Todo): number => {
  if (a === b) return 0
  return (a ?? '~') < (b ?? '~') ? -1 : 1
}

function Title({ label, view }: { label: string; view: string }): JSX.Element {
  useEffect(() => () => void (renamingTitle.value = false), [])
  const rename = () => void (renamingTitle.value = true)
  const word = words.value
  return (
    <header class="title">
      {renamingTitle.value ? (
        <>
          {/* The view keeps its heading meanwhile. */}
          <h1 class="unseen">{label}</h1>
          <LabelNameEditor label={label} onEnd={() => (renamingTitle.value = false)} onAgain={rename} />
        </>
      ) : (
        <h1 onDblClick={rename}>
          <span class="hash" data-colour={colourOf(label)} aria-hidden>
            #
          </span>
          <bdi>{label}</bdi>
        </h1>
      )}
      <IconButton
        icon={ArrowDownUp}
        label={word.sortAndGroup}
        class={`icon-button ${isByHand(viewOf(view)) ? '' : 'is-on'}`}
        onClick={(event) => openViewMenu(view, event.currentTarget, false)}
      />
      <IconButton
        icon={Ellipsis}
        label={word.listActions(label)}
        onClick={(event) => openLabelMenu(label, event.currentTarget, rename)}
      />
    </header>
  )
}
