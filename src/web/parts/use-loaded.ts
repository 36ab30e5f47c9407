/** What is asked of the server when it is looked at, and again when it was changed. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { troubleText } from '../state/trouble-text.ts'

export interface Loaded<T> {
  /** Undefined until it is here. */
  value: T | undefined
  /** In words; '' when all is well. */
  error: string
  load: () => Promise<void>
  /** Does something, and asks anew. What went wrong stands in `error`. */
  change: (work: () => Promise<unknown>) => Promise<void>
}

export function useLoaded<T>(ask: () => Promise<T>, of: unknown = undefined): Loaded<T> {
  const value = useSignal<T | undefined>(undefined)
  const error = useSignal('')
  const latest = useRef(ask)
  latest.current = ask
  const tell = (found: unknown) => (error.value = troubleText(found))
  const load = () => latest.current().then((now) => void (value.value = now), tell)
  const change = async (work: () => Promise<unknown>) => {
    const near = document.activeElement?.closest('section, dialog')
    error.value = ''
    await work().catch(tell)
    await load()
    // What was pressed may be gone.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) near?.querySelector<HTMLElement>('button, input')?.focus()
    })
  }
  useEffect(() => {
    error.value = ''
    void load()
  }, [of])
  return { value: value.value, error: error.value, load: load as () => Promise<void>, change }
}
