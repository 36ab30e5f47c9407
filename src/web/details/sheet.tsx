/** What the details lie on. Where they cover the page, nothing below can be reached until they are closed. */
import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { focusTodo, wantsFocus } from '../state/focus.ts'
import { isNarrow, isWide } from '../state/layout.ts'
import { MenuHost } from '../parts/menu.tsx'
import { isDrawerOpen, menu } from '../state/overlays.ts'
import { openTodo, route } from '../state/route.ts'
import { todoOf } from '../state/todos.ts'
import { words } from '../words/words.ts'
import { hearPulls } from './pull.ts'
import { Splitter } from './splitter.tsx'

interface Props {
  todo: string
  head: JSX.Element
  /** It is the element that scrolls. */
  body: RefObject<HTMLDivElement | null>
  children: ComponentChildren
}

export function Sheet({ todo, head, body, children }: Props): JSX.Element {
  const ref = useRef<HTMLElement>(null)
  const covers = !isWide.value
  useLayoutEffect(() => (covers ? coverPage(ref.current as HTMLElement) : undefined), [covers])
  useLayoutEffect(
    () => hearPulls(ref.current as HTMLElement, body.current as HTMLElement, () => openTodo(undefined)),
    [],
  )
  useLayoutEffect(
    () => () => {
      // Another todo may have been opened in its place.
      const isClosed = route.peek().todo === undefined
      const { activeElement } = document
      const hadFocus = activeElement === document.body || ref.current?.contains(activeElement)
      if (isClosed && hadFocus) giveFocusBack(todo)
    },
    [],
  )
  return (
    <>
      <div class="details-veil" onClick={() => openTodo(undefined)} />
      <aside
        ref={ref}
        class="details"
        tabIndex={-1}
        aria-label={words.value.details}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          openTodo(undefined)
        }}
      >
        {!covers && <Splitter />}
        {head}
        <div class="details-body" ref={body}>
          {children}
        </div>
        {covers && menu.value && <MenuHost />}
      </aside>
    </>
  )
}

/**
 * To the todo's row; where that is not there (deleted, or not in this view), to where the arrow keys lead to the
 * others.
 */
function giveFocusBack(todo: string): void {
  if (todoOf(todo)?.deletedAt === null) focusTodo(todo, false)
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return
    if (wantsFocus.peek()?.id === todo) wantsFocus.value = undefined
    document.getElementById('todos')?.focus({ preventScroll: true })
  })
}

function coverPage(sheet: HTMLElement): () => void {
  const siblings = [...(sheet.parentElement?.children ?? [])] as HTMLElement[]
  const below = siblings.filter(
    (element) => element !== sheet && !element.matches('.details-veil') && !element.inert,
  )
  for (const element of below) element.inert = true
  if (!sheet.contains(document.activeElement)) sheet.focus({ preventScroll: true })
  return () => {
    // The window may have become narrow meanwhile, and the places a drawer that is closed.
    const isClosed = isNarrow.peek() && !isDrawerOpen.peek()
    for (const element of below) element.inert = isClosed && element.matches('.sidebar')
  }
}
