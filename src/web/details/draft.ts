/** What is being typed into a field: it stays while others change what is stored, and is saved however the field is left. */
import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

export interface Draft {
  /** What to show: what was typed, else what is stored. */
  text: string
  isTyped: boolean
  /** What it has become elsewhere since it was typed into. */
  theirs: string | undefined
  type: (text: string) => void
  /** @returns whether nothing is left to save */
  save: () => boolean
  /** Back to what is stored. */
  drop: () => void
}

export interface DraftOptions {
  /** Of the todo and the field. */
  key: string
  stored: string
  /**
   * @param isLeaving - the field goes away: nothing can be asked
   * @returns whether it is done with; else what was typed stays
   */
  save: (text: string, isLeaving: boolean) => boolean
  /** Saved this long after the last change, too. */
  delayMs?: number
}

interface Typed {
  text: string
  /** What was stored when the typing began. */
  base: string
}

/** What could not be saved waits here until its field is shown again. */
const unsaved = new Map<string, Typed>()

export function useDraft(options: DraftOptions): Draft {
  const { key, stored, delayMs } = options
  const typed = useSignal(unsaved.get(key))
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(options)
  latest.current = options
  const put = (next: Typed | undefined) => {
    typed.value = next
    if (next) unsaved.set(key, next)
    else unsaved.delete(key)
  }
  const save = (isLeaving: boolean) => {
    clearTimeout(timer.current)
    const { stored, save: keep } = latest.current
    const { text } = typed.peek() ?? { text: stored }
    const isDone = text === stored || keep(text, isLeaving)
    if (isDone) put(undefined)
    return isDone
  }
  useEffect(() => whenLeaving(() => save(true)), [])
  const { text, base } = typed.value ?? { text: stored, base: stored }
  return {
    text,
    isTyped: typed.value !== undefined,
    theirs: stored !== base && stored !== text ? stored : undefined,
    type: (text) => {
      put({ text, base: typed.peek()?.base ?? stored })
      clearTimeout(timer.current)
      if (delayMs !== undefined) timer.current = setTimeout(() => save(false), delayMs)
    },
    save: () => save(false),
    drop: () => put(undefined),
  }
}

/** Also when the window is closed or put away, which may be the last that is heard of it. */
function whenLeaving(run: () => void): () => void {
  const hide = () => document.hidden && run()
  document.addEventListener('visibilitychange', hide)
  addEventListener('pagehide', run)
  return () => {
    document.removeEventListener('visibilitychange', hide)
    removeEventListener('pagehide', run)
    run()
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
