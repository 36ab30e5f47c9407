/**
 * A name that is being changed in place: Enter and leaving save, Escape does not, and offers for a moment to go on; an
 * empty one asks to delete.
 */
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { rightName } from '../../model/right-name.ts'
import { useAutoHeight, useDraft } from '../parts/draft.ts'
import { TooLong } from '../parts/too-long.tsx'
import { offerBack } from '../state/drafts.ts'
import { isTooLongForName } from '../state/long-texts.ts'
import { loadQuickAdd, quickAdd } from '../state/quick-add.ts'

interface Props {
  /** Of what is typed, as in state/drafts.ts. */
  field: string
  name: string
  label: string
  /** @param name - trimmed, when it is another one. @returns whether it was taken; else it is kept, and told */
  onSave: (name: string) => boolean
  onEmpty: () => void
  /** @param byKey - whether the keyboard ended it, and should stay where it was */
  onEnd: (byKey: boolean) => void
  /** Opens it again. */
  onAgain: () => void
  /** Where the rest of a name goes that is too long; without it such a name is not saved. */
  rest?: 'notes'
}

export function NameEditor({
  field,
  name,
  label,
  onSave,
  onEmpty,
  onEnd,
  onAgain,
  rest,
}: Props): JSX.Element {
  const isEnded = useRef(false)
  const save = (text: string) => {
    const next = rightName(text)
    if (next === '' || next === name) return true
    return (rest !== undefined || !isTooLongForName(next)) && onSave(next)
  }
  const draft = useDraft({
    field,
    stored: name,
    // What is half a name is nobody's wish while the page is only put away.
    save: (text, { why }) => why === 'leave' && save(text),
  })
  const ref = useAutoHeight(draft.text)
  const isTooLong = isTooLongForName(rightName(draft.text))
  const end = (byKey: boolean, isCancelled = false) => {
    if (isEnded.current || (isTooLong && !rest && !isCancelled)) return
    isEnded.current = true
    const isEmpty = rightName(draft.text) === ''
    if (isCancelled) offerBack(field, onAgain)
    else if (isEmpty) draft.drop()
    onEnd(byKey)
    if (isEmpty && !isCancelled) onEmpty()
  }
  useLayoutEffect(() => ref.current?.select(), [])
  const Chips = quickAdd.value?.RenameChips
  return (
    <div
      class="name-editing"
      // Another window may have the focus for a while, and a chip is a part of it.
      onFocusOut={({ currentTarget, relatedTarget }) =>
        document.hasFocus() && !currentTarget.contains(relatedTarget as Node) && end(false)
      }
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.stopPropagation()}
    >
      <textarea
        ref={ref}
        class="name-editor"
        rows={1}
        aria-label={label}
        autoFocus
        enterkeyhint="done"
        // It is more than a name and notes hold, which is told: browsers hang over what is much longer.
        maxLength={rest ? 1e5 : 1e4}
        value={draft.text}
        onInput={(event) => {
          draft.type(event.currentTarget.value)
          void loadQuickAdd()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return
          event.preventDefault()
          end(true, event.key === 'Escape')
        }}
      />
      <TooLong name={rightName(draft.text)} rest={rest !== undefined} />
      {rest && Chips && draft.isTyped && (
        <Chips text={draft.text} before={name} draft={field} field={ref} put={draft.type} />
      )}
    </div>
  )
}
