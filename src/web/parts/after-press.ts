/** It puts off what would move the page under a press: the button that is pressed has to be there when it is let go. */
import { useEffect, useRef } from 'preact/hooks'

/** @returns runs something, behind the click of a press that is going on */
export function useAfterPress(): (run: () => void) => void {
  const isPressed = useRef(false)
  useEffect(() => {
    const down = () => (isPressed.current = true)
    const up = () => (isPressed.current = false)
    addEventListener('pointerdown', down, true)
    addEventListener('pointerup', up, true)
    addEventListener('pointercancel', up, true)
    return () => {
      removeEventListener('pointerdown', down, true)
      removeEventListener('pointerup', up, true)
      removeEventListener('pointercancel', up, true)
    }
  }, [])
  return (run) => {
    if (!isPressed.current) return run()
    // The click follows in the same turn.
    addEventListener('pointerup', () => setTimeout(run), { capture: true, once: true })
  }
}
