/**
 * Keeps something over the page, beside what it belongs to. A press elsewhere, Escape and Tab out of it close it
 * alone, and the focus goes back. The browser's own light dismissal is not used: in Firefox and Safari it closes a menu
 * of the right button as that is let go (whatwg/html#10905), and the button that opened one closes and opens it again.
 */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

export type At = Element | { x: number; y: number }

/** They lie over one another, and the uppermost is the last. */
const open: HTMLElement[] = []

/**
 * @param close - takes it off the page
 * @returns a function that gives the focus back before it is closed
 */
export function useOver(ref: RefObject<HTMLElement | null>, at: At, close: () => void): () => void {
  const latest = useRef(close)
  const opener = useRef<HTMLElement | null>(null)
  latest.current = close
  useLayoutEffect(() => {
    const element = ref.current as HTMLElement
    // Before it takes the focus: that is where it gives it back.
    opener.current = document.activeElement as HTMLElement | null
    open.push(element)
    element.showPopover()
    putAt(element, at)
    const placed = new ResizeObserver(() => putAt(element, at))
    placed.observe(element)
    const follow = ({ target }: Event) => !element.contains(target as Node) && putAt(element, at)
    document.addEventListener('scroll', follow, true)
    const stop = hear(element, at, () => latest.current())
    return () => {
      placed.disconnect()
      document.removeEventListener('scroll', follow, true)
      stop()
      open.splice(open.indexOf(element), 1)
      const { activeElement } = document
      const isLost = activeElement === document.body || element.contains(activeElement)
      if (isLost) opener.current?.focus({ preventScroll: true })
    }
  }, [at])
  return () => opener.current?.focus({ preventScroll: true })
}

function hear(element: HTMLElement, at: At, close: () => void): () => void {
  const end = new AbortController()
  const { signal } = end
  // One that was opened from this one lies over it, and is no elsewhere.
  const isWithin = (target: EventTarget | null) =>
    target instanceof Node && open.slice(open.indexOf(element)).some((each) => each.contains(target))
  const press = ({ target }: Event) => {
    if (isWithin(target)) return
    const isOpener = at instanceof Element && at.contains(target as Node)
    // The click that follows would open it again.
    if (isOpener) addEventListener('click', swallow, { capture: true, once: true })
    if (isOpener) setTimeout(() => removeEventListener('click', swallow, { capture: true }), openerMs)
    close()
  }
  addEventListener('pointerdown', press, { capture: true, signal })
  element.addEventListener(
    'focusout',
    ({ relatedTarget }) => relatedTarget !== null && !isWithin(relatedTarget) && close(),
    { signal },
  )
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      event.stopPropagation()
      close()
    },
    { signal },
  )
  return () => end.abort()
}

/** A press that is held for longer is no click on the opener any more. */
const openerMs = 1_000

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

/** Puts it below where there is room, else above, and within the window in any case. */
function putAt(element: HTMLElement, at: At): void {
  const box = element.getBoundingClientRect()
  const anchor = at instanceof Element ? at.getBoundingClientRect() : new DOMRect(at.x, at.y, 0, 0)
  const gap = 4
  const below = anchor.bottom + gap
  const fits = below + box.height <= innerHeight
  const top = fits ? below : Math.max(gap, anchor.top - gap - box.height)
  const left = Math.max(gap, Math.min(anchor.left, innerWidth - box.width - gap))
  element.style.top = `${Math.min(top, Math.max(gap, innerHeight - box.height - gap))}px`
  element.style.left = `${left}px`
}
