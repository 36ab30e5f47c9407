/** A key or a link that is shown once, to be copied. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { accountWords } from '../words/later-words.ts'

export function Once({ label, hint, text }: { label: string; hint: string; text: string }): JSX.Element {
  const ref = useRef<HTMLInputElement>(null)
  const isCopied = useSignal(false)
  const copy = async () => {
    ref.current?.select()
    try {
      await navigator.clipboard.writeText(text)
      isCopied.value = true
    } catch {
      // Not over http on a network: it is selected, for a person to copy.
    }
  }
  return (
    <div class="once">
      <p class="hint" id="once-hint">
        {hint}
      </p>
      <div class="once-line">
        <input
          ref={ref}
          class="field"
          readOnly
          value={text}
          aria-label={label}
          aria-describedby="once-hint"
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button" onClick={() => void copy()}>
          {accountWords.value.copy}
        </button>
      </div>
      <span class="hint" role="status">
        {isCopied.value && accountWords.value.copied}
      </span>
    </div>
  )
}
