/** A list that is not here: who deleted it, and how it comes back, where one may have it back. */
import type { JSX } from 'preact'
import { DeletedBy } from '../history/deleted-by.tsx'
import { restoreList } from '../state/list-actions.ts'
import { may } from '../state/roles.ts'
import { hrefOf } from '../state/route.ts'
import { lists, replica } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export function GoneList({ id }: { id: string }): JSX.Element {
  void lists.value
  const binned = replica()
    .lists({ deleted: true })
    .find((list) => list.id === id)
  const word = viewWords.value
  return (
    <div class="nothing">
      <h1>{binned ? binned.name : word.noSuchList}</h1>
      {binned && (
        <DeletedBy
          kind="list"
          id={id}
          name={binned.name}
          deletedAt={binned.deletedAt ?? ''}
          otherwise={word.listInTrash}
        />
      )}
      {binned && may(id, 'delete') && (
        <button type="button" class="button primary" onClick={() => restoreList(binned)}>
          {word.bringItBack}
        </button>
      )}
      <a class="button" href={hrefOf({ place: { view: 'trash' } })}>
        {words.value.openTrash}
      </a>
    </div>
  )
}
