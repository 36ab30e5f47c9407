/** A list: its name, the field for new todos, its todos. */
import { ArrowDownUp, Ellipsis } from 'lucide'
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { List, Todo } from '../../client/client.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { fetchingText, isFetching } from '../state/fetching.ts'
import { renamingTitle, wantsSight } from '../state/focus.ts'
import { later } from '../state/later.ts'
import { renameList } from '../state/list-actions.ts'
import { may } from '../state/roles.ts'
import { hrefOf, route, type Filter } from '../state/route.ts'
import { toCome } from '../state/agenda.ts'
import { activeCount, defaultList, listOf, todosOf, told, viewOf } from '../state/todos.ts'
import { openListMenu, openViewMenu } from '../state/menus.ts'
import { isByHand } from '../state/views.ts'
import { AddField } from '../todos/add-field.tsx'
import { lazy } from '../parts/lazy.tsx'
import { NameEditor } from '../parts/name-editor.tsx'
import { selected } from '../state/selection.ts'
import { TodoList } from '../todos/todo-list.tsx'
import { useArranged } from '../todos/use-arranged.ts'
import { laterIfLoaded, words } from '../words/words.ts'

const FirstSteps = lazy(() => later().then(({ FirstSteps }) => FirstSteps))
const GoneList = lazy(() => later().then(({ GoneList }) => GoneList))
const BulkBar = lazy(() => later().then(({ BulkBar }) => BulkBar))

export function ListView({ list: given }: { list: string | undefined }): JSX.Element {
  const id = given ?? defaultList()
  const list = id === undefined ? undefined : listOf(id)
  if (list) return <OpenList key={list.id} list={list} />
  const isLate = isFetching(id)
  if (!isLate && id !== undefined) return <GoneList key={id} id={id} />
  return (
    <div class="nothing is-late">
      <h1>{fetchingText()}</h1>
    </div>
  )
}

function OpenList({ list }: { list: List }): JSX.Element {
  const todos = todosOf(list.id).value
  const filter = useComputed(() => route.value.filter).value
  const { items, whyFixed } = useArranged(list.id, todos, filter)
  const isShown = (todo: Todo) => filter === 'all' || todo.finished === (filter === 'finished')
  return (
    <>
      <Title list={list} />
      {may(list.id, 'change') ? (
        <AddField list={list.id} onAdded={(ids) => (wantsSight.value = ids.at(-1))} />
      ) : (
        <p class="read-only">{words.value.readOnly}</p>
      )}
      {todos.length > 0 && <Tools list={list} filter={filter} />}
      <TodoList
        items={items}
        label={list.name}
        list={list.id}
        whyFixed={whyFixed}
        isShown={isShown}
        empty={<Empty list={list} filter={filter} isBare={todos.length === 0} />}
      />
      <SelectedBar />
    </>
  )
}

/** Only what it shows is drawn anew with the selection. */
function SelectedBar(): JSX.Element | null {
  return selected.value.size > 0 ? <BulkBar /> : null
}

function Title({ list }: { list: List }): JSX.Element {
  useEffect(() => () => void (renamingTitle.value = false), [])
  return (
    <header class="title">
      {renamingTitle.value ? (
        <>
          {/* The view keeps its heading meanwhile. */}
          <h1 class="unseen">{list.name}</h1>
          <NameEditor
            field={`${list.id} list-name`}
            name={list.name}
            label={words.value.listName}
            onSave={(name) => renameList(list, name)}
            onEmpty={() => {}}
            onEnd={() => (renamingTitle.value = false)}
            onAgain={() => (renamingTitle.value = true)}
          />
        </>
      ) : (
        <h1 data-colour={list.colour} onDblClick={() => (renamingTitle.value = may(list.id, 'change'))}>
          {list.name}
        </h1>
      )}
      <IconButton
        icon={Ellipsis}
        label={words.value.listActions(list.name)}
        onClick={(event) => openListMenu(list, event.currentTarget, () => (renamingTitle.value = true))}
      />
    </header>
  )
}

interface ToolsProps {
  list: List
  filter: Filter
}

function Tools({ list, filter }: ToolsProps): JSX.Element {
  const word = words.value
  const { place } = route.value
  // Of a part of the list nothing is said.
  const isPart = isFetching(list.id)
  return (
    <div class="tools">
      <span class="count">
        {isPart ? fetchingText() : word.itemsLeft(activeCount(list.id, toCome.value))}
      </span>
      <nav class="filters" aria-label={word.filter}>
        {(['all', 'active', 'finished'] as const).map((name) => (
          <a
            key={name}
            href={hrefOf({ place, filter: name })}
            {...(filter === name && { 'aria-current': 'true' as const })}
          >
            {word.filters[name]}
          </a>
        ))}
      </nav>
      <IconButton
        icon={ArrowDownUp}
        label={word.sortAndGroup}
        class={`icon-button ${isByHand(viewOf(list.id)) ? '' : 'is-on'}`}
        onClick={(event) => openViewMenu(list.id, event.currentTarget, true)}
      />
    </div>
  )
}

function Empty({ list, filter, isBare }: { list: List; filter: Filter; isBare: boolean }): JSX.Element {
  const word = words.value
  // It comes with the later part, which is not fetched for it.
  if (laterIfLoaded.value && isBare && list.id === defaultList() && !told.value?.settings?.isTaught)
    return <FirstSteps list={list.id} />
  return (
    <div class="nothing">
      <p>{isBare ? word.emptyList : word.emptyFilter}</p>
      {!isBare && filter !== 'all' && (
        <a class="button" href={hrefOf({ place: { view: 'list', list: list.id } })}>
          {word.showAll}
        </a>
      )}
    </div>
  )
}
