/** A list in the sidebar: a link, a place to drop todos, and itself to be put in another place. */
import { Ellipsis, Users } from 'lucide'
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { List } from '../../client/client.ts'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { keyOf } from '../state/keys.ts'
import { placeList, renameList } from '../state/list-actions.ts'
import { isShared, may } from '../state/roles.ts'
import { hrefOf, route } from '../state/route.ts'
import { toCome } from '../state/agenda.ts'
import { activeCount, defaultList } from '../state/todos.ts'
import { NameEditor } from '../parts/name-editor.tsx'
import { language, words } from '../words/words.ts'
import { openListMenu } from '../state/menus.ts'
import { moveKept } from '../parts/by-hand.ts'

export function ListLink({ list, index }: { list: List; index: number }): JSX.Element {
  const isRenaming = useSignal(false)
  const isHere = useComputed(() => isCurrent(list.id)).value
  const count = useComputed(() => activeCount(list.id, toCome.value)).value
  const place = { view: 'list', list: list.id === defaultList() ? undefined : list.id } as const
  const keys = (event: KeyboardEvent) => {
    const key = keyOf(event)
    if (key === 'F2') isRenaming.value = may(list.id, 'change')
    else if (key === 'Alt+ArrowUp' && index > 0) moveKept(() => placeList(list, index - 1), event)
    else if (key === 'Alt+ArrowDown') moveKept(() => placeList(list, index + 1), event)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <li class="list-link" data-drop-list={list.id} data-order={list.id}>
      {isRenaming.value ? (
        <span class="place">
          <span class="dot" data-colour={list.colour} />
          <NameEditor
            field={`${list.id} list-name`}
            name={list.name}
            label={words.value.listName}
            onSave={(name) => renameList(list, name)}
            onEmpty={() => {}}
            onEnd={() => (isRenaming.value = false)}
            onAgain={() => (isRenaming.value = true)}
          />
        </span>
      ) : (
        <a
          href={hrefOf({ place })}
          class="place"
          {...(isHere && { 'aria-current': 'page' as const })}
          onKeyDown={keys}
          onDblClick={() => (isRenaming.value = may(list.id, 'change'))}
        >
          <span class="dot" data-colour={list.colour} />
          <span class="grows">{list.name}</span>
          {isShared(list.id) && (
            <span class="shared-mark" title={words.value.isShared}>
              <Icon of={Users} />
              <span class="unseen"> {words.value.isShared} </span>
            </span>
          )}
          {count > 0 && (
            <span class="count">
              {count.toLocaleString(language.value)}
              <span class="unseen"> {words.value.left}</span>
            </span>
          )}
        </a>
      )}
      <IconButton
        icon={Ellipsis}
        label={words.value.listActions(list.name)}
        onClick={(event) => openListMenu(list, event.currentTarget, () => (isRenaming.value = true))}
      />
    </li>
  )
}

function isCurrent(list: string): boolean {
  const { place } = route.value
  return place.view === 'list' && (place.list ?? defaultList()) === list
}
