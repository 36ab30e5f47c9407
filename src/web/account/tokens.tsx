/** It makes keys for programs, shows them once, and revokes them. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { limits } from '../../model/limits.ts'
import { scopes } from '../../model/access.ts'
import { ask, type Items, type Token } from '../state/account-api.ts'
import { accountWords, viewWords } from '../words/later-words.ts'
import { UndoSince } from '../history/undo-since.tsx'
import { words } from '../words/words.ts'
import { momentOf } from './devices.tsx'
import { Field, Form } from '../parts/form.tsx'
import { Once } from './once.tsx'
import { Sure } from './sure.tsx'
import { askProven } from './proof-dialog.tsx'
import { FormChoice } from '../parts/choice.tsx'
import { TokenBounds } from './token-fields.tsx'
import { useLoaded } from '../parts/use-loaded.ts'

export function Tokens(): JSX.Element {
  const word = accountWords.value
  const { value, error, load, change } = useLoaded(() => ask<Items<Token>>('GET', '/tokens'))
  const isOpen = useSignal(false)
  const made = useSignal('')
  return (
    <section aria-label={word.tokens}>
      <h3>{word.tokens}</h3>
      <p class="hint">{word.tokensHint}</p>
      {value?.items.length === 0 && <p>{word.noTokens}</p>}
      <ul class="keys">
        {value?.items.map((token) => (
          <TokenLine
            key={token.id}
            token={token}
            revoke={() => change(() => ask('DELETE', `/tokens/${token.id}`))}
          />
        ))}
      </ul>
      <p class="field-error" role="alert">
        {error}
      </p>
      {made.value && <Once label={word.theToken} hint={word.tokenOnce} text={made.value} />}
      {isOpen.value ? (
        <NewToken
          onMade={async (token) => {
            made.value = token
            isOpen.value = false
            await load()
          }}
          onCancel={() => (isOpen.value = false)}
        />
      ) : (
        <button
          type="button"
          class="button"
          onClick={() => {
            made.value = ''
            isOpen.value = true
          }}
        >
          {word.newToken}
        </button>
      )}
    </section>
  )
}

function TokenLine({ token, revoke }: { token: Token; revoke: () => Promise<unknown> }): JSX.Element {
  const word = accountWords.value
  const isUndoing = useSignal(false)
  const { name } = token
  return (
    <li>
      <span class="grows">
        {name}
        <span class="hint">{boundsText(token)}</span>
      </span>
      <button
        type="button"
        class="link-button"
        aria-label={viewWords.value.undoTokenNamed(name)}
        aria-expanded={isUndoing.value}
        onClick={() => (isUndoing.value = !isUndoing.value)}
      >
        {viewWords.value.undoToken}
      </button>
      <Sure name={word.revoke} label={word.revokeNamed(name)} question={word.sureRevoke} run={revoke} />
      {isUndoing.value && (
        <div class="manage">
          <UndoSince
            label={viewWords.value.undoTokenNamed(name)}
            scopeOf={() => ({ token: token.id })}
            onCancel={() => (isUndoing.value = false)}
          />
        </div>
      )}
    </li>
  )
}

/** It says what the key may, and until when. */
function boundsText({ scope, lists, deletionsPerHour, usedAt, expiresAt }: Token): string {
  const word = accountWords.value
  return [
    word.scopes[scope],
    ...(lists ? [word.forListsCount(lists.length)] : []),
    ...(deletionsPerHour === null ? [] : [word.capIs(deletionsPerHour)]),
    word.tokenUsedOn(momentOf(usedAt)),
    ...(expiresAt === null ? [] : [word.expiresOn(momentOf(expiresAt))]),
  ].join(' · ')
}

const dayMs = 24 * 60 * 60 * 1_000

function NewToken({
  onMade,
  onCancel,
}: {
  onMade: (token: string) => Promise<void>
  onCancel: () => void
}): JSX.Element {
  const word = accountWords.value
  const lists = useSignal<ReadonlySet<string>>(new Set())
  return (
    <Form
      label={word.newToken}
      button={word.make}
      check={(values) => ({
        ...(values('token').trim() === '' && { token: word.tokenEmpty }),
        ...(/^\d{0,6}$/.test(values('cap').trim()) ? {} : { cap: word.capWrong }),
      })}
      send={async (values) => {
        const days = Number(values('days'))
        const cap = values('cap').trim()
        const chosen = lists.peek()
        const body = {
          name: values('token').trim(),
          scope: values('scope'),
          ...(chosen.size > 0 && { lists: [...chosen] }),
          ...(cap !== '' && { deletionsPerHour: Number(cap) }),
          ...(days > 0 && { expiresAt: new Date(Date.now() + days * dayMs).toISOString() }),
        }
        await onMade((await askProven<{ token: string }>('POST', '/tokens', body)).token)
      }}
      more={
        <button type="button" class="button" onClick={onCancel}>
          {words.value.cancel}
        </button>
      }
    >
      {(errors) => (
        <>
          <Field
            name="token"
            label={word.tokenName}
            error={errors['token']}
            maxLength={limits.accountNameLengthMax}
            autocomplete="off"
            autofocus
          />
          <FormChoice
            name="scope"
            label={word.scope}
            options={scopes.map((each) => [each, word.scopes[each]])}
          />
          <TokenBounds chosen={lists} error={errors['cap']} />
          <FormChoice name="days" label={word.expires} options={Object.entries(word.expiry)} />
        </>
      )}
    </Form>
  )
}
