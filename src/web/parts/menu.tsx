/**
 * The menu that is open, if one is: it lies on top, closes by a click elsewhere or Escape, and gives the focus back.
 */
import { Check } from 'lucide'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { menu, type Menu, type MenuItem } from '../state/overlays.ts'
import { Icon } from './icon.tsx'
import { Popover } from './popover.tsx'
import { useOver } from './use-over.ts'

export function MenuHost(): JSX.Element | null {
  const opened = menu.value
  if (!opened) return null
  if (!opened.body) return <OpenMenu key={opened} {...opened} />
  const close = () => {
    if (menu.peek() === opened) menu.value = undefined
  }
  return (
    <Popover key={opened} label={opened.label} at={opened.at} onClose={close}>
      {opened.body(close)}
    </Popover>
  )
}

function OpenMenu({ label, at, items }: Menu): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  const close = () => {
    if (menu.peek()?.items === items) menu.value = undefined
  }
  const giveBack = useOver(ref, at, close)
  useLayoutEffect(() => {
    const chosen = ref.current?.querySelector<HTMLElement>('[aria-checked="true"]')
    ;(chosen ?? ref.current?.querySelector<HTMLElement>('button'))?.focus()
  }, [at])
  const choose = (item: MenuItem) => {
    close()
    giveBack()
    item.run()
  }
  const isChoice = items.some((item) => item.isChosen !== undefined)
  return (
    <div ref={ref} class="menu" role="menu" aria-label={label} popover="manual" onKeyDown={walk}>
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
