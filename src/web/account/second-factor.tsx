/** Setting a second factor up, with a code to scan and recovery codes to keep; and taking it away. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { ask, type WaysIn } from '../state/account-api.ts'
import { troubleText } from '../state/trouble-text.ts'
import { accountWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { momentOf } from './devices.tsx'
import { Field, Form } from '../parts/form.tsx'
import { Once } from './once.tsx'
import { ProofForm } from './proof.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

interface Enrolment {
  secret: string
  uri: string
}

type Step =
  | { kind: 'rest' | 'begin' | 'renew' | 'remove' }
  | { kind: 'confirm'; enrolment: Enrolment }
  | { kind: 'codes'; codes: string[] }

interface Props {
  ways: WaysIn
  onChanged: () => Promise<void>
}

const path = '/account/second-factor'

export function SecondFactor(props: Props): JSX.Element | null {
  const { ways, onChanged } = props
  const word = accountWords.value
  const step = useSignal<Step>({ kind: 'rest' })
  const rest = () => (step.value = { kind: 'rest' })
  const showCodes = async ({ recoveryCodes }: { recoveryCodes: string[] }) => {
    step.value = { kind: 'codes', codes: recoveryCodes }
    await onChanged()
  }
  // It is asked for behind a password.
  if (!ways.hasPassword && !ways.secondFactor) return null
  const now = step.value
  return (
    <section aria-label={word.secondFactor}>
      <h3>{word.secondFactor}</h3>
      {now.kind === 'rest' && <Rest {...props} go={(kind) => (step.value = { kind })} />}
      {now.kind === 'begin' && (
        <ProofForm
          title={word.goOn}
          ways={ways}
          run={async (proof) => {
            step.value = { kind: 'confirm', enrolment: await ask<Enrolment>('POST', path, proof) }
          }}
          onCancel={rest}
        />
      )}
      {now.kind === 'confirm' && (
        <Confirm
          enrolment={now.enrolment}
          send={async (code) => showCodes(await ask('POST', `${path}/confirm`, { code }))}
          onCancel={rest}
        />
      )}
      {now.kind === 'codes' && <RecoveryCodes codes={now.codes} onEnd={rest} />}
      {now.kind === 'renew' && (
        <ProofForm
          title={word.newRecoveryCodes}
          ways={ways}
          run={async (proof) => showCodes(await ask('POST', `${path}/recovery-codes`, proof))}
          onCancel={rest}
        />
      )}
      {now.kind === 'remove' && (
        <ProofForm
          title={word.removeSecondFactor}
          ways={ways}
          run={async (proof) => {
            await ask('POST', `${path}/remove`, proof)
            rest()
            await onChanged()
          }}
          onCancel={rest}
        />
      )}
    </section>
  )
}

function Rest({ ways, go }: Props & { go: (kind: 'begin' | 'renew' | 'remove') => void }): JSX.Element {
  const word = accountWords.value
  const { secondFactor } = ways
  if (!secondFactor)
    return (
      <div class="hints">
        <p class="hint">{word.secondFactorHint}</p>
        <button type="button" class="button" onClick={() => go('begin')}>
          {word.setUp}
        </button>
      </div>
    )
  return (
    <div class="hints">
      <p>{word.secondFactorSince(momentOf(secondFactor.since))}</p>
      <p class={secondFactor.recoveryCodes < 3 ? 'field-error' : 'hint'}>
        {word.recoveryCodesLeft(secondFactor.recoveryCodes)}
      </p>
      <div class="answers">
        <button type="button" class="button" onClick={() => go('renew')}>
          {word.newRecoveryCodes}
        </button>
        <button type="button" class="button" onClick={() => go('remove')}>
          {word.removeSecondFactor}
        </button>
      </div>
    </div>
  )
}

interface ConfirmProps {
  enrolment: Enrolment
  send: (code: string) => Promise<unknown>
  onCancel: () => void
}

function Confirm({ enrolment: { secret, uri }, send, onCancel }: ConfirmProps): JSX.Element {
  const word = accountWords.value
  return (
    <div class="hints">
      <p>{word.scanHint}</p>
      <QrCode text={uri} />
      <Once label={word.secretKey} hint={word.secretHint} text={secret} />
      <Form
        label={word.setUp}
        button={word.turnOn}
        check={(values) => (values('code').trim() === '' ? { code: word.codeEmpty } : {})}
        send={(values) => send(values('code').trim())}
        explain={(trouble) => ({
          [trouble.code === 'wrong_code' ? 'code' : '']: troubleText(trouble),
        })}
        more={
          <button type="button" class="button" onClick={onCancel}>
            {words.value.cancel}
          </button>
        }
      >
        {(errors) => (
          <Field
            name="code"
            label={word.codeOfApp}
            error={errors['code']}
            autocomplete="one-time-code"
            autofocus
          />
        )}
      </Form>
    </div>
  )
}

/** Drawn by a library that is loaded for it. */
function QrCode({ text }: { text: string }): JSX.Element | null {
  const squares = useSignal<boolean[][]>([])
  useEffect(() => {
    void import('uqr').then(
      ({ encode }) => (squares.value = encode(text, { border: 4 }).data),
      // The key stands below it.
      () => {},
    )
  }, [text])
  const size = squares.value.length
  if (size === 0) return null
  const path = squares.value
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return (
    <svg
      role="img"
      aria-label={accountWords.value.qrCode}
      width="200"
      height="200"
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
