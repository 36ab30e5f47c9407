/** One todo in a list: tick circle, name, quiet meta, and what can be done at once. */
import { Check, GripVertical, PanelRight, Trash2 } from 'lucide'
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { remove, rename, setFinished } from '../state/actions.ts'
import { dragged } from '../state/drag.ts'
import { focusTodo, renaming, startRenaming } from '../state/focus.ts'
import { later } from '../state/later.ts'
import { openDialog } from '../state/overlays.ts'
import { may } from '../state/roles.ts'
import { openTodo, route } from '../state/route.ts'
import { active, concerned, selected } from '../state/selection.ts'
import { isTroubled } from '../state/troubled.ts'
import { words } from '../words/words.ts'
import { lazy } from '../parts/lazy.tsx'
import { hasLink, linked } from '../parts/linked-name.tsx'
import { NameEditor } from '../parts/name-editor.tsx'
import { RowMeta } from './row-meta.tsx'

const RefusedLine = lazy(() => later().then(({ RefusedLine }) => RefusedLine))

interface Props {
  todo: Todo
  depth: number
  below: number
  belowFinished: number
  /** Reached by Tab: one row of a list is. */
  isTabStop: boolean
  hasList: boolean
  isFolded: boolean | undefined
  /** This view keeps what is folded. */
  foldIn: string | undefined
  /** It is a subtodo in the details, where there is little room. */
  inDetails?: boolean
}

export function TodoRow(props: Props): JSX.Element {
  const { todo, depth, below, belowFinished, isTabStop, hasList, inDetails = false } = props
  const { id, name, finished } = todo
  const isSelected = useComputed(() => selected.value.has(id)).value
  const isActive = useComputed(() => active.value === id).value
  const isRenaming = useComputed(
    () => renaming.value?.id === id && renaming.value.inDetails === inDetails,
  ).value
  const isDragged = useComputed(() => dragged.value?.ids.has(id) ?? false).value
  const isOpen = useComputed(() => route.value.todo === id).value
  const hasTrouble = useComputed(() => isTroubled(id)).value
  const isFixed = !may(todo.list, 'change')
  const metaId = `meta-${inDetails ? 'sub-' : ''}${id}`
  const tabIndex = isTabStop ? 0 : -1
  const state = {
    finished,
    renaming: isRenaming,
    selected: isSelected,
    active: isActive,
    dragged: isDragged,
    open: isOpen,
    fixed: isFixed,
  }
  const classes = Object.entries(state).flatMap(([name, holds]) => (holds ? [`is-${name}`] : []))
  return (
    <li
      class={['todo', ...classes].join(' ')}
      data-todo={id}
      data-depth={depth}
      aria-level={depth + 1}
      style={{ '--depth': depth }}
    >
      <span class="handle" title={words.value.dragHint}>
        <Icon of={GripVertical} />
      </span>
      <Tick todo={todo} tabIndex={tabIndex} isFixed={isFixed} />
      <div class="words">
        {isRenaming ? (
          <RowName id={id} name={name} inDetails={inDetails} />
        ) : (
          <Name name={name} tabIndex={tabIndex} aria-describedby={metaId} />
        )}
        <RowMeta
          id={metaId}
          todo={todo}
          below={below}
          belowFinished={belowFinished}
          hasList={hasList}
          isFolded={props.isFolded}
          foldIn={props.foldIn}
          tabIndex={isFixed ? -1 : tabIndex}
          isFixed={isFixed}
          isSelected={isSelected}
        />
        {hasTrouble && <RefusedLine id={id} />}
      </div>
      {!inDetails && <Actions id={id} name={name} tabIndex={tabIndex} isFixed={isFixed} />}
    </li>
  )
}

interface NameProps {
  name: string
  tabIndex: number
  'aria-describedby': string
}

/** A button can have no links in it. */
function Name({ name, ...props }: NameProps): JSX.Element {
  return hasLink(name) ? (
    <span class="name" role="group" aria-label={name} {...props}>
      {linked(name)}
    </span>
  ) : (
    <button type="button" class="name" {...props}>
      {name}
    </button>
  )
}

interface PartProps extends Pick<Todo, 'id' | 'name'> {
  tabIndex: number
  /** The account may not change it. */
  isFixed: boolean
}

function Actions({ id, name, tabIndex, isFixed }: PartProps): JSX.Element {
  return (
    <span class="actions">
      <IconButton
        icon={PanelRight}
        label={words.value.pair(words.value.details, name)}
        tabIndex={tabIndex}
        onClick={() => openTodo(id)}
      />
      {!isFixed && (
        <IconButton
          icon={Trash2}
          label={words.value.pair(words.value.deleteTodo, name)}
          tabIndex={tabIndex}
          onClick={() => remove(concerned(id))}
        />
      )}
    </span>
  )
}

function Tick({ todo, tabIndex, isFixed }: TickProps): JSX.Element {
  const { id, name, finished, priority } = todo
  return (
    <button
      type="button"
      class={`tick ${priority}`}
      role="checkbox"
      aria-checked={finished}
      aria-label={name}
      title={finished ? words.value.reopen : words.value.finish}
      tabIndex={tabIndex}
      disabled={isFixed}
      onClick={() => setFinished(concerned(id), !finished)}
    >
      <span>
        <Icon of={Check} />
      </span>
    </button>
  )
}

interface TickProps extends Omit<PartProps, 'id' | 'name'> {
  todo: Todo
}

interface RowNameProps {
  id: string
  name: string
  inDetails: boolean
}

function RowName({ id, name, inDetails }: RowNameProps): JSX.Element {
  return (
    <NameEditor
      field={`${id} name`}
      rest="notes"
      name={name}
      label={words.value.rename}
      onSave={(text) => rename(id, text)}
      onAgain={() => startRenaming(id)}
      onEmpty={() =>
        openDialog({
          kind: 'confirm',
          question: words.value.emptyAsksDelete(name),
          action: words.value.deleteTodo,
          run: () => remove([id]),
          otherwise: () => focusTodo(id, inDetails),
        })
      }
      onEnd={(byKey) => {
        if (renaming.peek()?.id === id) renaming.value = undefined
        if (byKey) focusTodo(id, inDetails)
      }}
    />
  )
}
