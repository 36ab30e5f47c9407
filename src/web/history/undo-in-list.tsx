/** For the owner of a list: taking back what anyone, or one person or token, did there since a moment. */
import type { JSX } from 'preact'
import { FormChoice } from '../parts/choice.tsx'
import type { List } from '../../client/client.ts'
import type { HistoryEntry } from '../../model/history.ts'
import { useLoaded } from '../parts/use-loaded.ts'
import { membersOf } from '../state/sharing.ts'
import { account } from '../state/who.ts'
import { viewWords } from '../words/later-words.ts'
import { UndoSince } from './undo-since.tsx'

interface Props {
  list: List
  /** Those that have been looked at: of which tokens there are. */
  entries: readonly HistoryEntry[]
}

export function UndoInList({ list, entries }: Props): JSX.Element {
  const isOfMany = account.value !== undefined
  const { value: members = [] } = useLoaded(async () => (isOfMany ? await membersOf(list.id) : []))
  const word = viewWords.value
  const people = new Map(members.map(({ id, name }) => [id, name]))
  // Who left did something here as well.
  for (const { account } of isOfMany ? entries : []) people.set(account.id, account.name)
  const tokens = new Map(entries.flatMap(tokenOf))
  return (
    <UndoSince
      label={word.undoSince}
      scopeOf={(values) => {
        const [kind, id] = values('whose').split(':')
        return { list: list.id, ...(id !== undefined && { [kind as 'by' | 'token']: id }) }
      }}
    >
      <FormChoice
        name="whose"
        label={word.whose}
        options={[
          ['', word.anyone],
          ...[...people].map(([id, name]) => [`by:${id}`, name] as const),
          ...[...tokens].map(([id, name]) => [`token:${id}`, name] as const),
        ]}
      />
    </UndoSince>
  )
}

function tokenOf({ key, account }: HistoryEntry): [id: string, name: string][] {
  if (!key || key.kind === 'session' || key.id === null) return []
  return [[key.id, viewWords.value.tokenOf(account.name, key.name ?? key.id)]]
}
