/** For administrators: one account, with all that can be done about it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { limits } from '../../model/limits.ts'
import { ask, type AccountInfo } from '../state/account-api.ts'
import { accountWords } from '../words/account-words.ts'
import { words } from '../words/words.ts'
import { AuditList } from './audit.tsx'
import { Field, Form } from './form.tsx'
import { Sure } from './sure.tsx'

interface Props {
  account: AccountInfo
  /** Nobody locks themselves out here. */
  isMe: boolean
  /** Disables, or enables again. */
  turn: () => void
  onChanged: () => Promise<void>
}

export function AccountLine({ account, isMe, turn, onChanged }: Props): JSX.Element {
  const { id, name, isAdmin, disabledAt } = account
  const isOpen = useSignal(false)
  const word = accountWords.value
  const isOff = disabledAt !== null
  return (
    <li>
      <span class="grows">
        {name}
        {isAdmin && <span class="hint"> {word.administrator}</span>}
        {isOff && <span class="hint"> {word.disabled}</span>}
      </span>
      {!isMe && (
        <Sure
          name={word.resetFactors}
          label={word.resetFactorsNamed(name)}
          question={word.sureReset(name)}
          run={() => ask('POST', `/accounts/${id}/reset-factors`).then(onChanged)}
        />
      )}
      {!isMe && (
        <button
          type="button"
          class="link-button"
          aria-label={isOff ? word.enableNamed(name) : word.disableNamed(name)}
          onClick={turn}
        >
          {isOff ? word.enable : word.disable}
        </button>
      )}
      <button
        type="button"
        class="link-button"
        aria-label={word.manageNamed(name)}
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {word.manage}
      </button>
      {isOpen.value && <Tools account={account} isMe={isMe} onChanged={onChanged} />}
    </li>
  )
}

function Tools({ account, isMe, onChanged }: Omit<Props, 'turn'>): JSX.Element {
  const { id, name, isAdmin } = account
  const hasAudit = useSignal(false)
  const word = accountWords.value
  const change = (changes: object) => ask('PATCH', `/accounts/${id}`, changes).then(onChanged)
  return (
    <div class="manage" role="group" aria-label={word.manageNamed(name)}>
      <Form
        label={word.renameNamed(name)}
        button={word.rename}
        check={(values) => (values(`name-${id}`).trim() === '' ? { [`name-${id}`]: word.nameEmpty } : {})}
        send={(values) => change({ name: values(`name-${id}`).trim() })}
      >
        {(errors) => (
          <Field
            name={`name-${id}`}
            label={word.name}
            error={errors[`name-${id}`]}
            maxLength={limits.accountNameLengthMax}
            autocomplete="off"
            defaultValue={name}
          />
        )}
      </Form>
      <Sure
        name={isAdmin ? word.takeAdmin : word.makeAdmin}
        label={isAdmin ? word.takeAdminNamed(name) : word.makeAdminNamed(name)}
        question={isAdmin ? word.sureTakeAdmin(name) : word.sureMakeAdmin(name)}
        run={() => change({ isAdmin: !isAdmin })}
      />
      {!isMe && <RemoveAccount account={account} onRemoved={onChanged} />}
      <button
        type="button"
        class="link-button"
        aria-expanded={hasAudit.value}
        onClick={() => (hasAudit.value = !hasAudit.value)}
      >
        {word.auditOf(name)}
      </button>
      {hasAudit.value && <AuditList query={{ account: id }} label={word.auditOf(name)} />}
    </div>
  )
}

interface RemoveProps {
  account: AccountInfo
  onRemoved: () => Promise<void>
}

/** For good: so its name is typed. */
function RemoveAccount({ account: { id, name }, onRemoved }: RemoveProps): JSX.Element {
  const isOpen = useSignal(false)
  const word = accountWords.value
  const field = `remove-${id}`
  if (!isOpen.value)
    return (
      <button type="button" class="link-button" onClick={() => (isOpen.value = true)}>
        {word.removeAccount(name)}
      </button>
    )
  return (
    <Form
      label={word.removeAccount(name)}
      button={word.removeForGood}
      isDanger
      check={(values) => (values(field).trim() === name ? {} : { [field]: word.removeTyped(name) })}
      send={() => ask('DELETE', `/accounts/${id}`).then(onRemoved)}
      more={
        <button type="button" class="button" onClick={() => (isOpen.value = false)}>
          {words.value.cancel}
        </button>
      }
    >
      {(errors) => (
        <>
          <p>{word.removeMeans(name)}</p>
          <Field
            name={field}
            label={word.removeTyped(name)}
            error={errors[field]}
            autocomplete="off"
            autofocus
          />
        </>
      )}
    </Form>
  )
}
