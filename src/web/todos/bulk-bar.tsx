/** What can be done to all that are selected. */
import { CalendarDays, Check, Ellipsis, Flag, FolderInput, RotateCcw, Tag, Trash2, X } from 'lucide'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { IconButton } from '../parts/icon-button.tsx'
import { remove, setFinished } from '../state/actions.ts'
import { isNarrow } from '../state/layout.ts'
import type { Menu, MenuItem } from '../state/overlays.ts'
import { clearSelection, selected } from '../state/selection.ts'
import { announce } from '../state/toasts.ts'
import { replica } from '../state/todos.ts'
import { labelWords, viewWords } from '../words/later-words.ts'
import { language, words } from '../words/words.ts'
import { openDeedsMenu } from './deed-menus.ts'
import { openDueMenu, openLabelsMenu, openMoveMenu, openPriorityMenu } from './menus.ts'

export function BulkBar(): JSX.Element | null {
  const ids = [...selected.value]
  useEffect(() => {
    if (ids.length > 0) announce(words.value.selectionIs(ids.length))
  }, [ids.length])
  if (ids.length === 0) return null
  const word = words.value
  const isAllFinished = ids.every((id) => replica().todo(id)?.finished)
  // On a phone there is no room for all: these stand behind the last button.
  const others = asides(ids)
  const behind = (at: Menu['at']): MenuItem[] =>
    isNarrow.value ? others.map((item) => ({ ...item, run: () => item.run(at) })) : []
  return (
    <div class="bulk-bar" role="toolbar" aria-label={word.selected(ids.length)}>
      <span class="grows">
        {isNarrow.value ? ids.length.toLocaleString(language.value) : word.selected(ids.length)}
      </span>
      <IconButton
        icon={isAllFinished ? RotateCcw : Check}
        label={isAllFinished ? word.reopen : word.finish}
        onClick={() => setFinished(ids, !isAllFinished)}
      />
      <IconButton
        icon={CalendarDays}
        label={word.due}
        onClick={(event) => openDueMenu(ids, event.currentTarget)}
      />
      <IconButton
        icon={Tag}
        label={viewWords.value.labels}
        onClick={(event) => openLabelsMenu(ids, event.currentTarget)}
      />
      {!isNarrow.value &&
        others.map(({ icon, name, run }) => (
          <IconButton key={name} icon={icon} label={name} onClick={(event) => run(event.currentTarget)} />
        ))}
      <IconButton icon={Trash2} label={word.deleteTodo} onClick={() => remove(ids)} />
      <IconButton
        icon={Ellipsis}
        label={labelWords.value.more}
        onClick={({ currentTarget }) => openDeedsMenu(ids, currentTarget, behind(currentTarget))}
      />
      <IconButton icon={X} label={word.clearSelection} onClick={clearSelection} />
    </div>
  )
}

const asides = (ids: readonly string[]) => [
  { name: words.value.priority, icon: Flag, run: (at: Menu['at']) => openPriorityMenu(ids, at) },
  { name: words.value.moveTo, icon: FolderInput, run: (at: Menu['at']) => openMoveMenu(ids, at) },
]
