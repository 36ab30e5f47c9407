/** What is half written with an input method stands in its field, and is looked for only once it is whole. */
import { useSignal } from '@preact/signals'
import { isComposing } from '../state/composing.ts'

interface FieldEvent {
  currentTarget: HTMLInputElement
}

interface ComposedField {
  value: string
  onInput: (event: FieldEvent & InputEvent) => void
  onCompositionEnd: (event: FieldEvent) => void
}

/** @returns what makes a field show this text, and hand over another one */
export function useComposed(text: string, put: (text: string) => void): ComposedField {
  const half = useSignal<string | undefined>(undefined)
  const take = ({ currentTarget: { value } }: FieldEvent) => {
    half.value = undefined
    put(value)
  }
  return {
    value: half.value ?? text,
    onInput(event) {
      if (isComposing(event)) half.value = event.currentTarget.value
      else take(event)
    },
    // In Chrome and Safari nothing is input behind it.
    onCompositionEnd: take,
  }
}
