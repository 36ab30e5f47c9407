/**
 * What forms about accounts are made of: fields with their hint and their error in words, and a button that waits for
 * the answer.
 */
import { useSignal, type ReadonlySignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Trouble } from '../state/account-api.ts'
import { troubleText } from '../state/trouble-text.ts'

interface FieldProps {
  name: string
  /** Its name unless given: for fields that may stand in several forms of a page. */
  id?: string
  label: string
  hint?: string
  error?: string | undefined
  type?: 'text' | 'password'
  autocomplete:
    | 'username'
    | 'username webauthn'
    | 'current-password'
    | 'new-password'
    | 'one-time-code'
    | 'off'
  autofocus?: boolean
  maxLength?: number
  defaultValue?: string
}

export function Field({ name, id = name, label, hint, error, autofocus, ...input }: FieldProps): JSX.Element {
  const ref = useRef<HTMLInputElement>(null)
  // The attribute counts for the first field of a document alone.
  useEffect(() => {
    if (autofocus) ref.current?.focus()
  }, [])
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <input
        ref={ref}
        class="field"
        id={id}
        name={name}
        spellcheck={false}
        autocapitalize="none"
        {...(describedBy && { 'aria-describedby': describedBy })}
        {...(error && { 'aria-invalid': true })}
        {...(input as object)}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="field-error" id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  )
}

/** By the names of fields; under '' what is about none of them. */
export type Errors = Readonly<Partial<Record<string, string>>>
export type Values = (name: string) => string

interface FormProps {
  label?: string
  button: string
  /** What it does can't be taken back. */
  isDanger?: boolean
  /** What is wrong already; nothing when it can be sent. */
  check: (values: Values) => Errors
  send: (values: Values) => Promise<unknown>
  /** The fields that the server's refusal is about, in words; under '' it stands below all. */
  explain?: (trouble: Trouble) => Errors
  children: (errors: Errors) => ComponentChildren
  /** Beside the button. */
  more?: ComponentChildren
}

export function Form({
  label,
  button,
  isDanger,
  check,
  send,
  explain,
  children,
  more,
}: FormProps): JSX.Element {
  const ref = useRef<HTMLFormElement>(null)
  const errors = useSignal<Errors>({})
  const isBusy = useSignal(false)
  const wait = useWait()
  const fail = (found: Errors) => {
    errors.value = found
    const [first] = Object.keys(found)
    requestAnimationFrame(() => first && focusField(ref.current, first))
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (isBusy.peek() || wait.left.peek() > 0) return
    const data = new FormData(ref.current as HTMLFormElement)
    const values: Values = (name) => String(data.get(name) ?? '')
    const found = check(values)
    if (Object.keys(found).length > 0) return fail(found)
    errors.value = {}
    isBusy.value = true
    try {
      await send(values)
    } catch (error) {
      if (error instanceof Trouble && error.waitS > 0) wait.begin(error.waitS)
      fail((error instanceof Trouble && explain?.(error)) || { '': troubleText(error) })
    } finally {
      isBusy.value = false
    }
  }
  return (
    <form
      ref={ref}
      class="form"
      method="post"
      noValidate
      {...(label && { 'aria-label': label })}
      aria-busy={isBusy.value}
      onSubmit={(event) => void submit(event)}
    >
      {children(errors.value)}
      <p class="field-error" role="alert">
        {errors.value['']}
      </p>
      <div class="form-foot">
        <button
          type="submit"
          class={`button ${isDanger ? 'danger' : 'primary'}`}
          aria-disabled={isBusy.value || wait.left.value > 0}
        >
          {button}
          {wait.left.value > 0 && <span aria-hidden> · {wait.left.value}</span>}
        </button>
        {more}
      </div>
    </form>
  )
}

/** A field that is made of parts sends a hidden input, and has its name besides. */
const focusField = (form: HTMLFormElement | null, name: string): void =>
  form?.querySelector<HTMLElement>(`[name="${name}"]:not([type=hidden]), [data-name="${name}"]`)?.focus()

/** Counts the seconds down until it may be tried again. */
function useWait(): { left: ReadonlySignal<number>; begin: (seconds: number) => void } {
  const left = useSignal(0)
  const begin = (seconds: number) => {
    left.value = seconds
    if (seconds > 0) setTimeout(() => begin(seconds - 1), 1_000)
  }
  return { left, begin: (seconds) => begin(Math.max(1, Math.ceil(seconds))) }
}
