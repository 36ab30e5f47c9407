/** Recovery codes, shown once: to be copied, saved or printed. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { accountWords } from '../words/later-words.ts'

export function RecoveryCodes({
  codes,
  onEnd,
}: {
  codes: readonly string[]
  onEnd: () => void
}): JSX.Element {
  const word = accountWords.value
  const isCopied = useSignal(false)
  const text = codes.join('\n')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      isCopied.value = true
    } catch {
      // Not over http on a network: there are other ways.
    }
  }
  return (
    <div class="hints">
      <p role="status">{word.recoveryCodesHint}</p>
      <ol class="codes" aria-label={word.recoveryCodes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="form-foot">
        <button type="button" class="button" onClick={() => void copy()}>
          {isCopied.value ? word.copied : word.copy}
        </button>
        <button type="button" class="button" onClick={() => save(text)}>
          {word.download}
        </button>
        <button type="button" class="button" onClick={() => print(text)}>
          {word.print}
        </button>
        <button type="button" class="button primary" onClick={onEnd}>
          {word.keptThem}
        </button>
      </div>
    </div>
  )
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'aiotodo-recovery-codes.txt'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** In a frame of its own: nothing else of the page is wanted on paper. */
function print(text: string): void {
  const frame = document.createElement('iframe')
  frame.hidden = true
  document.body.append(frame)
  const inside = frame.contentDocument
  const codes = inside?.createElement('pre')
  if (!inside || !codes) return
  codes.textContent = `aiotodo\n\n${text}`
  inside.body.append(codes)
  frame.contentWindow?.addEventListener('afterprint', () => frame.remove())
  frame.contentWindow?.print()
}
