/** For administrators: one account, with all that can be done about it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { limits } from '../../model/limits.ts'
import { ask, type AccountInfo, type Proof, type WaysIn } from '../state/account-api.ts'
import { accountWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { AlikeHint } from './alike-hint.tsx'
import { AuditList } from './audit.tsx'
import { Field, Form, type Errors, type Values } from '../parts/form.tsx'
import { ProofForm } from './proof.tsx'
import { askProven } from './proof-dialog.tsx'
import { Sure } from './sure.tsx'

interface Props {
  account: AccountInfo
  /**
   * What shows who one is, where it is one's own: nobody locks themselves out here, and their own is asked for each
   * time.
   */
  own: WaysIn | undefined
  /** Disables, or enables again. */
  turn: () => void
  onChanged: () => Promise<void>
}

export function AccountLine({ account, own, turn, onChanged }: Props): JSX.Element {
  const { id, name, isAlike, isAdmin, disabledAt } = account
  const isOpen = useSignal(false)
  const word = accountWords.value
  const isOff = disabledAt !== null
  return (
    <li>
      <span class="grows">
        {name}
        {isAdmin && <span class="hint"> {word.administrator}</span>}
        {isOff && <span class="hint"> {word.disabled}</span>}
        {isAlike && <AlikeHint id={id} />}
      </span>
      {!own && (
        <Sure
          name={word.resetFactors}
          label={word.resetFactorsNamed(name)}
          question={word.sureReset(name)}
          run={() => askProven('POST', `/accounts/${id}/reset-factors`).then(onChanged)}
        />
      )}
      {!own && (
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
      {isOpen.value && <Tools account={account} own={own} onChanged={onChanged} />}
    </li>
  )
}

function Tools({ account, own, onChanged }: Omit<Props, 'turn'>): JSX.Element {
  const { id, name } = account
  const hasAudit = useSignal(false)
  const word = accountWords.value
  return (
    <div class="manage" role="group" aria-label={word.manageNamed(name)}>
      <Rename account={account} own={own} onChanged={onChanged} />
      <Administrator account={account} own={own} onChanged={onChanged} />
      {!own && <RemoveAccount account={account} onRemoved={onChanged} />}
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

function Rename({ account: { id, name }, own, onChanged }: Omit<Props, 'turn'>): JSX.Element {
  const isOpen = useSignal(false)
  const word = accountWords.value
  const field = `name-${id}`
  const check = (values: Values): Errors => (values(field).trim() === '' ? { [field]: word.nameEmpty } : {})
  const fields = (errors: Errors) => (
    <Field
      name={field}
      label={word.name}
      error={errors[field]}
      maxLength={limits.accountNameLengthMax}
      autocomplete="off"
      defaultValue={name}
    />
  )
  const path = `/accounts/${id}`
  if (!own)
    return (
      <Form
        label={word.renameNamed(name)}
        button={word.rename}
        check={check}
        send={(values) => askProven('PATCH', path, { name: values(field).trim() }).then(onChanged)}
      >
        {fields}
      </Form>
    )
  if (!isOpen.value)
    return (
      <button type="button" class="link-button" onClick={() => (isOpen.value = true)}>
        {word.renameNamed(name)}
      </button>
    )
  const close = () => (isOpen.value = false)
  return (
    <ProofForm
      title={word.rename}
      ways={own}
      check={check}
      run={async (proof, values) => {
        await ask('PATCH', path, { ...proof, name: values(field).trim() })
        close()
        await onChanged()
      }}
      onCancel={close}
    >
      {fields}
    </ProofForm>
  )
}

function Administrator({ account: { id, name, isAdmin }, own, onChanged }: Omit<Props, 'turn'>): JSX.Element {
  const isOpen = useSignal(false)
  const word = accountWords.value
  const question = isAdmin ? word.sureTakeAdmin(name) : word.sureMakeAdmin(name)
  const label = isAdmin ? word.takeAdminNamed(name) : word.makeAdminNamed(name)
  const title = isAdmin ? word.takeAdmin : word.makeAdmin
  const path = `/accounts/${id}`
  if (!own)
    return (
      <Sure
        name={title}
        label={label}
        question={question}
        run={() => askProven('PATCH', path, { isAdmin: !isAdmin }).then(onChanged)}
      />
    )
  const close = () => (isOpen.value = false)
  if (!isOpen.value)
    return (
      <button type="button" class="link-button" aria-label={label} onClick={() => (isOpen.value = true)}>
        {title}
      </button>
    )
  const run = async (proof: Proof) => {
    await ask('PATCH', path, { ...proof, isAdmin: !isAdmin })
    close()
    await onChanged()
  }
  return (
    <>
      <p>{question}</p>
      <ProofForm title={title} ways={own} run={run} onCancel={close} />
    </>
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
      send={() => askProven('DELETE', `/accounts/${id}`).then(onRemoved)}
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
