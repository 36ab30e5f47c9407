/** A modal dialog: the browser keeps the focus in it, closes it by Escape and gives the focus back. */
import { X } from 'lucide'
import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { closeDialog } from '../state/overlays.ts'
import { words } from '../words/words.ts'
import { IconButton } from './icon-button.tsx'
import { Toasts } from './toasts.tsx'

interface Props {
  label: string
  class?: string
  /** Without it the dialog has no heading, only the label for those who do not see it. */
  hasHeading?: boolean
  onClose?: () => void
  children: ComponentChildren
}

export function Dialog({ label, hasHeading = true, onClose, children, ...props }: Props): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = ref.current as HTMLDialogElement
    const opener = document.activeElement as HTMLElement | null
    element.showModal()
    return () => {
      if (element.open) element.close()
      if (opener?.isConnected && document.activeElement === document.body)
        opener.focus({ preventScroll: true })
    }
  }, [])
  return (
    <dialog
      ref={ref}
      class={`dialog ${props.class ?? ''}`}
      aria-label={label}
      onClose={() => {
        onClose?.()
        closeDialog()
      }}
      onClick={(event) => event.target === ref.current && ref.current?.close()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {hasHeading && (
        <header>
          <h2>{label}</h2>
          <IconButton icon={X} label={words.value.close} onClick={() => ref.current?.close()} />
        </header>
      )}
      {children}
      <Toasts />
    </dialog>
  )
}
