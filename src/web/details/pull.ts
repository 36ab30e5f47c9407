/**
 * The sheet of the details is pulled down to be closed, by its head, or by its body where that is at its top. Who moves
 * back up before lifting the finger leaves it open.
 */

/** The sheet is as wide as the window below this, and lies at its foot; styles/details.css has it too. */
export const pulledBelow = '(max-width: 40rem)'
/** So far it must come until lifting the finger closes it. */
const pastPx = 120
/** It is clear after so many pixels where a finger goes. */
const slackPx = 8

/** Hears fingers on the sheet for as long as the function it returns is not called. */
export function hearPulls(sheet: HTMLElement, body: HTMLElement, close: () => void): () => void {
  const ends = new AbortController()
  const { signal } = ends
  let from: Touch | undefined
  let isPulling = false
  const put = (down: number | undefined) => {
    isPulling = down !== undefined
    sheet.toggleAttribute('data-pulled', isPulling)
    sheet.style.translate = down === undefined ? '' : `0 ${down}px`
  }
  const begin = ({ touches, target }: TouchEvent) => {
    const isFree = touches.length === 1 && matchMedia(pulledBelow).matches && mayPull(target as Element, body)
    from = isFree ? touches[0] : undefined
  }
  const move = (event: TouchEvent) => {
    const [to] = event.touches
    if (!from || !to) return
    const [right, down] = [to.clientX - from.clientX, to.clientY - from.clientY]
    if (!isPulling && Math.hypot(right, down) < slackPx) return
    // Up is scrolling, and sideways is what a row does; what the browser has begun it goes on with.
    if (!isPulling && (down < Math.abs(right) || !event.cancelable || isTaken(sheet))) {
      from = undefined
      return
    }
    event.preventDefault()
    put(Math.max(0, down))
  }
  const end = ({ changedTouches, type }: TouchEvent) => {
    const [to] = changedTouches
    const isPast = type === 'touchend' && to !== undefined && from && to.clientY - from.clientY > pastPx
    if (isPulling && !isPast) put(undefined)
    else if (isPulling) close()
    from = undefined
    isPulling = false
  }
  sheet.addEventListener('touchstart', begin, { signal, passive: true })
  sheet.addEventListener('touchmove', move, { signal, passive: false })
  sheet.addEventListener('touchend', end, { signal })
  sheet.addEventListener('touchcancel', end, { signal })
  return () => ends.abort()
}

/** It is not pulled by a field that is written in, as fingers scroll and select there, nor by selected text. */
function mayPull(target: Element, body: HTMLElement): boolean {
  if (target.closest('.popover, .menu, [popover]')) return false
  if (target.closest('textarea, input') === document.activeElement && isField(document.activeElement))
    return false
  if (getSelection()?.isCollapsed === false) return false
  return !body.contains(target) || body.scrollTop <= 0
}

const isField = (element: Element | null): boolean => element?.matches('textarea, input') === true

/** A todo is being dragged there. */
const isTaken = (sheet: HTMLElement): boolean => sheet.querySelector('.is-dragged') !== null
