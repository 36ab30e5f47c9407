/** What happened to one's account and its keys; for administrators, to those of all. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { limits } from '../../model/limits.ts'
import { ask, type AuditEntry, type Items } from '../state/account-api.ts'
import { troubleText } from '../state/trouble-text.ts'
import { accountWords } from '../words/later-words.ts'
import { momentOf } from './devices.tsx'

export function Audit({ isAdmin }: { isAdmin: boolean }): JSX.Element {
  const isOfAll = useSignal(false)
  const isOpen = useSignal(false)
  const word = accountWords.value
  return (
    <section aria-label={word.audit}>
      <h3>{word.audit}</h3>
      <p class="hint">{word.auditHint}</p>
      {!isOpen.value ? (
        <button type="button" class="button" onClick={() => (isOpen.value = true)}>
          {word.showAudit}
        </button>
      ) : (
        <>
          {isAdmin && (
            <label class="check">
              <input
                type="checkbox"
                checked={isOfAll.value}
                onChange={(event) => (isOfAll.value = event.currentTarget.checked)}
              />
              {word.auditOfAll}
            </label>
          )}
          <AuditList
            key={String(isOfAll.value)}
            query={isOfAll.value ? { all: 'true' } : {}}
            label={word.audit}
          />
        </>
      )}
    </section>
  )
}

/** @param query - whose: one's own where it is empty */
export function AuditList({ query, label }: { query: Record<string, string>; label: string }): JSX.Element {
  const items = useSignal<readonly AuditEntry[]>([])
  const hasMore = useSignal(false)
  const error = useSignal('')
  const load = async () => {
    const last = items.peek().at(-1)
    const params = new URLSearchParams({ ...query, ...(last && { before: String(last.key) }) })
    try {
      const page = (await ask<Items<AuditEntry>>('GET', `/audit?${params}`)).items
      items.value = [...items.peek(), ...page]
      hasMore.value = page.length === limits.pageSizeDefault
      error.value = ''
    } catch (found) {
      error.value = troubleText(found)
    }
  }
  useEffect(() => void load(), [])
  const word = accountWords.value
  return (
    <div class="audit">
      <ul class="keys" aria-label={label}>
        {items.value.map((entry) => (
          <AuditLine key={entry.key} entry={entry} isOfMany={'all' in query} />
        ))}
      </ul>
      <p class="field-error" role="alert">
        {error.value}
      </p>
      {hasMore.value && (
        <button type="button" class="button" onClick={() => void load()}>
          {word.showMore}
        </button>
      )}
    </div>
  )
}

function AuditLine({ entry, isOfMany }: { entry: AuditEntry; isOfMany: boolean }): JSX.Element {
  const { at, event, account, address, about } = entry
  const word = accountWords.value
  const known: Partial<Record<string, string>> = word.events
  const name = account?.name ?? (typeof about['name'] === 'string' ? about['name'] : undefined)
  return (
    <li>
      <span class="grows">
        {known[event] ?? event}
        {isOfMany && name !== undefined && ` · ${name}`}
        <span class="hint">
          {momentOf(at)}
          {address && ` · ${address}`}
        </span>
      </span>
    </li>
  )
}
