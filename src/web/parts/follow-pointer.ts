/**
 * Follows a pointer from where it went down until it is let go. A mouse drags after some pixels; a finger after it was
 * held still, since moving it scrolls. Escape and what the browser takes for itself end it, and nothing is dropped.
 */
interface Following {
  begin: (at: PointerEvent) => void
  move: (at: PointerEvent) => void
  /** It is let go, and was dragging. */
  drop: (at: PointerEvent) => void
  /** It is over, in any case. */
  end: () => void
  /** A finger moved before it was held long enough: it scrolls, or swipes. */
  leave?: (at: PointerEvent) => void
}

const slackPx = 5
const holdMs = 350

export function followPointer(down: PointerEvent, to: Following): void {
  const ends = new AbortController()
  const { signal } = ends
  const isFinger = down.pointerType !== 'mouse'
  let isDragging = false
  let last = down
  const begin = () => {
    if (isDragging) return
    isDragging = true
    if (isFinger) navigator.vibrate?.(10)
    to.begin(last)
  }
  const stop = () => {
    if (signal.aborted) return
    ends.abort()
    to.end()
  }
  const hear = <Name extends keyof WindowEventMap>(
    name: Name,
    run: (event: WindowEventMap[Name]) => void,
    options: AddEventListenerOptions = {},
  ) => window.addEventListener(name, run, { signal, ...options })
  hear('pointermove', (event) => {
    if (event.pointerId !== down.pointerId) return
    last = event
    if (isDragging) return to.move(event)
    if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) <= slackPx) return
    if (isFinger) {
      stop()
      return to.leave?.(event)
    }
    begin()
    to.move(event)
  })
  hear('pointerup', (event) => {
    if (event.pointerId !== down.pointerId) return
    if (isDragging) {
      swallowClick()
      to.drop(event)
    }
    stop()
  })
  hear('pointercancel', stop)
  const cancel = (key: KeyboardEvent) => {
    if (!isDragging || key.key !== 'Escape') return
    key.preventDefault()
    key.stopPropagation()
    // The button is still down: what it was pressed on would be clicked.
    window.addEventListener('pointerup', swallowClick, { once: true })
    stop()
  }
  hear('keydown', cancel, { capture: true })
  // Nothing may scroll below a finger that drags, and no menu of the browser may open.
  hear('touchmove', (touch) => isDragging && touch.preventDefault(), { passive: false })
  hear('contextmenu', (event) => isFinger && event.preventDefault())
  // A browser would drag links by itself.
  hear('dragstart', (event) => event.preventDefault())
  if (!isFinger) return
  const timer = setTimeout(begin, holdMs)
  signal.addEventListener('abort', () => clearTimeout(timer))
}

/** Takes the click away that follows when a pointer is let go now: it was no press. */
export function swallowClick(): void {
  window.addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }))
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
