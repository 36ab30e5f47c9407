/** Says quietly that a newer version of the page is ready. It waits: nobody is torn out of what they write. */
import { X } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { IconButton } from '../parts/icon-button.tsx'
import { applyUpdate, newVersion } from '../state/updates.ts'
import { words } from '../words/words.ts'

export function NewVersion(): JSX.Element {
  const isLater = useSignal(false)
  const isShown = newVersion.value && !isLater.value
  const { newVersion: text, reload, close } = words.value
  return (
    // There before it has something to say, so that it is read out.
    <div class={`new-version ${isShown ? '' : 'is-empty'}`} role="status">
      {isShown && (
        <>
          <span>{text}</span>
          <button type="button" class="link-button" onClick={applyUpdate}>
            {reload}
          </button>
          <IconButton icon={X} label={close} onClick={() => (isLater.value = true)} />
        </>
      )}
    </div>
  )
}
