/** It is the edge of the details, by which a person makes them wider or narrower, on this device. */
import type { JSX } from 'preact'
import { detailsWidth } from '../device/settings.ts'
import { viewWords } from '../words/later-words.ts'

const minPx = 320
/** An arrow key goes so far. */
const stepPx = 24

/** The todos keep room beside them. */
const maxPx = (): number => Math.max(minPx, Math.round(innerWidth * 0.45))

function setWidth(px: number): void {
  detailsWidth.value = String(Math.round(Math.min(maxPx(), Math.max(minPx, px))))
}

export function Splitter(): JSX.Element {
  const isRtl = document.documentElement.dir === 'rtl'
  const own = (splitter: Element) => (splitter.parentElement as HTMLElement).getBoundingClientRect()
  const keys = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const { width } = own(event.currentTarget)
    const wider = isRtl ? 'ArrowRight' : 'ArrowLeft'
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
      setWidth(width + (event.key === wider ? stepPx : -stepPx))
    else if (event.key === 'Home') setWidth(minPx)
    else if (event.key === 'End') setWidth(maxPx())
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const splitter = event.currentTarget
    const { left, right } = own(splitter)
    if (event.button !== 0) return
    event.preventDefault()
    splitter.focus({ preventScroll: true })
    splitter.setPointerCapture(event.pointerId)
    const end = new AbortController()
    const { signal } = end
    const move = ({ clientX }: PointerEvent) => setWidth(isRtl ? clientX - left : right - clientX)
    splitter.addEventListener('pointermove', move, { signal })
    for (const name of ['pointerup', 'pointercancel'])
      splitter.addEventListener(name, () => end.abort(), { signal })
  }
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={viewWords.value.detailsWidth}
      aria-valuemin={minPx}
      aria-valuemax={maxPx()}
      aria-valuenow={Number(detailsWidth.value) || defaultPx}
      onKeyDown={keys}
      onPointerDown={drag}
      // It goes back to the usual one.
      onDblClick={() => (detailsWidth.value = '')}
    />
  )
}

/** It is as in tokens.css, at the usual size of text. */
const defaultPx = 352
