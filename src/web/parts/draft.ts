/**
 * What is being typed into a field: it stays while others change what is stored, and is saved however the field is
 * left. What can't be saved, or has not been yet, is kept (state/drafts.ts) and there when the field is shown again.
 */
import { useComputed } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { newId } from '../../client/client.ts'
import { drafts, setDraft, shownFields } from '../state/drafts.ts'
import { later } from '../state/later.ts'

export interface FieldDraft {
  /** What to show: what was typed, else what is stored. */
  text: string
  isTyped: boolean
  /** What it has become elsewhere since it was typed into. */
  theirs: string | undefined
  type: (text: string) => void
  /** The field is left. @returns whether nothing is left to save */
  save: () => boolean
  /** Back to what is stored. */
  drop: () => void
}

/**
 * `leave`: the field is left, or goes away; `hide`: the page is put away, and may not come back; `pause`: nothing was
 * typed for a while.
 */
export interface Saving {
  why: 'leave' | 'hide' | 'pause'
  /** The field goes away: nothing can be asked. */
  isGoing: boolean
  /** The same for all that one visit to the field saves. */
  visit: string
  theirs: string | undefined
}

export interface DraftOptions {
  /** Of what it belongs to and which field, as in state/drafts.ts. */
  field: string
  stored: string
  /**
   * Without it what is typed waits in its field.
   * @returns whether it is done with; else what was typed stays
   */
  save?: (text: string, saving: Saving) => boolean
  /** Saved this long after the last change, too. */
  delayMs?: number
}

/** Who comes back to a field that was left open begins another visit. As long as the server's own `visitPauseMs`. */
const visitPauseMs = 60 * 60 * 1_000

export function useDraft(options: DraftOptions): FieldDraft {
  const { field, stored, delayMs } = options
  const typed = useComputed(() => drafts.value.get(field)).value
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const visit = useRef<{ id: string; at: number }>(undefined)
  const latest = useRef(options)
  latest.current = options
  const save = (why: Saving['why'], isGoing: boolean) => {
    clearTimeout(timer.current)
    const { stored, save: keep } = latest.current
    const { text, base } = drafts.peek().get(field) ?? { text: stored, base: stored }
    visit.current ??= { id: newId(), at: Date.now() }
    const saving = { why, isGoing, visit: visit.current.id, theirs: theirsOf(text, base, stored) }
    const isDone = text === stored || (keep?.(text, saving) ?? false)
    if (isDone) setDraft(field, undefined)
    else if (why === 'pause') wait()
    if (isDone && why === 'leave') visit.current = undefined
    return isDone
  }
  const wait = () => {
    clearTimeout(timer.current)
    if (delayMs !== undefined) timer.current = setTimeout(() => save('pause', false), delayMs)
  }
  // In the same moment in which it goes: an effect would be undone after the next frame, which may never come.
  useLayoutEffect(() => {
    shownFields.add(field)
    const stop = whenGoing((why) => save(why, true))
    return () => {
      stop()
      shownFields.delete(field)
      if (!save('leave', true) && latest.current.save)
        later()
          .then(({ tellKept }) => tellKept([field]))
          .catch(() => {})
    }
  }, [])
  // Whether it was typed now, or was kept of a page that is gone.
  useLayoutEffect(() => {
    if (typed) wait()
  }, [typed])
  const { text, base } = typed ?? { text: stored, base: stored }
  return {
    text,
    isTyped: text !== stored,
    theirs: theirsOf(text, base, stored),
    type(text) {
      const now = Date.now()
      const isOver = visit.current === undefined || now - visit.current.at > visitPauseMs
      visit.current = { id: isOver ? newId() : (visit.current?.id ?? ''), at: now }
      setDraft(field, text === stored ? undefined : { base: stored, ...drafts.peek().get(field), text })
    },
    save: () => save('leave', false),
    drop: () => setDraft(field, undefined),
  }
}

/** For what reads a text and sets it. */
export const asTyped = (draft: FieldDraft): { value: string } => ({
  get value() {
    return draft.text
  },
  set value(text) {
    draft.type(text)
  },
})

const theirsOf = (text: string, base: string, stored: string): string | undefined =>
  stored !== base && stored !== text ? stored : undefined

/** Also when the window is closed or put away, which may be the last that is heard of it. */
function whenGoing(run: (why: 'hide' | 'leave') => void): () => void {
  const hide = () => document.hidden && run('hide')
  const leave = () => run('leave')
  document.addEventListener('visibilitychange', hide)
  addEventListener('pagehide', leave)
  return () => {
    document.removeEventListener('visibilitychange', hide)
    removeEventListener('pagehide', leave)
  }
}

/** As high as its text, also where CSS alone can't do it. */
export function useAutoHeight(text: string): RefObject<HTMLTextAreaElement | null> {
  const ref = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element || CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [text])
  return ref
}
