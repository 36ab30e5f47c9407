/** Says quietly that a newer version of the page is ready. It waits: nobody is torn out of what they write. */
import { X } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { IconButton } from '../parts/icon-button.tsx'
import { announce } from '../state/toasts.ts'
import { applyUpdate } from '../state/updates.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export function NewVersion(): JSX.Element | null {
  const isLater = useSignal(false)
  const { newVersion } = viewWords.value
  useEffect(() => announce(newVersion), [])
  if (isLater.value) return null
  return (
    <div class="new-version">
      <span>{newVersion}</span>
      <button type="button" class="link-button" onClick={applyUpdate}>
        {words.value.reload}
      </button>
      <IconButton icon={X} label={words.value.close} onClick={() => (isLater.value = true)} />
    </div>
  )
}
