/** The id beside a name that could be taken for another account's. */
import type { JSX } from 'preact'
import { accountWords } from '../words/later-words.ts'

export const AlikeHint = ({ id }: { id: string }): JSX.Element => (
  <span class="hint alike">{accountWords.value.alikeName(id)}</span>
)

/** Who invites, in a sentence. */
export function makerText({ by, byId }: { by: string | null; byId: string | null }): string {
  const { nobody } = accountWords.value
  return by === null ? nobody : byId === null ? by : `${by} · ${byId}`
}
