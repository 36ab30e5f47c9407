/**
 * The menu that is open, if one is: it lies on top, closes by a click elsewhere or Escape, and gives the focus back.
 */
import { Check } from 'lucide'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { menu, type Menu, type MenuItem } from '../state/overlays.ts'
import { Icon } from './icon.tsx'

export function MenuHost(): JSX.Element | null {
  return menu.value ? <OpenMenu key={menu.value} {...menu.value} /> : null
}

function OpenMenu({ label, at, items }: Menu): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  // Before it takes the focus: that is where it gives it back.
  const opener = useRef(document.activeElement)
  useLayoutEffect(() => {
    const element = ref.current as HTMLDivElement
    element.showPopover()
    putAt(element, at)
    const chosen = element.querySelector<HTMLElement>('[aria-checked="true"]')
    ;(chosen ?? element.querySelector<HTMLElement>('button'))?.focus()
  }, [at])
  useEffect(() => {
    const element = ref.current as HTMLDivElement
    const close = ({ newState }: Event & { newState?: string }) => {
      if (newState !== 'closed') return
      if (menu.peek()?.items === items) menu.value = undefined
      const lost = document.activeElement === document.body || element.contains(document.activeElement)
      if (lost) (opener.current as HTMLElement | null)?.focus({ preventScroll: true })
    }
    element.addEventListener('toggle', close)
    return () => element.removeEventListener('toggle', close)
  }, [items])
  const choose = (item: MenuItem) => {
    ref.current?.hidePopover()
    menu.value = undefined
    ;(opener.current as HTMLElement | null)?.focus({ preventScroll: true })
    item.run()
  }
  const isChoice = items.some((item) => item.isChosen !== undefined)
  return (
    <div ref={ref} class="menu" role="menu" aria-label={label} popover="auto" onKeyDown={walk}>
      {items.map((item) => (
        <button
          type="button"
          role={isChoice ? 'menuitemradio' : 'menuitem'}
          {...(isChoice && { 'aria-checked': item.isChosen === true })}
          class={item.tone ?? ''}
          tabIndex={-1}
          onClick={() => choose(item)}
        >
          {item.colour ? (
            <span class="dot" data-colour={item.colour} />
          ) : (
            <span class="slot">{item.icon && <Icon of={item.icon} />}</span>
          )}
          <span class="grows">{item.name}</span>
          {item.isChosen && <Icon of={Check} />}
          {item.keys && <kbd>{item.keys}</kbd>}
        </button>
      ))}
    </div>
  )
}

/** Arrows, Home, End and first letters go through the items. */
function walk(event: KeyboardEvent): void {
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')]
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  const target = {
    ArrowDown: buttons[(at + 1) % buttons.length],
    ArrowUp: buttons.at(at <= 0 ? -1 : at - 1),
    Home: buttons[0],
    End: buttons.at(-1),
  }[event.key]
  const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey
  const begins = (button: HTMLElement) =>
    button.querySelector('.grows')?.textContent?.toLowerCase().startsWith(event.key.toLowerCase())
  const found =
    target ?? (isLetter ? [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)].find(begins) : undefined)
  if (event.key === 'Tab') event.preventDefault()
  // Nothing below the menu hears the keys.
  event.stopPropagation()
  if (!found) return
  event.preventDefault()
  found.focus()
}

/** Where there is room: below, else above; within the window in any case. */
function putAt(element: HTMLElement, at: Menu['at']): void {
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
