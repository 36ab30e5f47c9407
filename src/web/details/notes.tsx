/**
 * A todo's notes: shown as markdown; a click, Enter or E edits their source. What is typed is saved however that is
 * left, and when nothing was typed for a while; all that one visit saves is one step of undo and one entry of the
 * history.
 */
import { Pencil } from 'lucide'
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { useAutoHeight, useDraft, type FieldDraft, type Saving } from '../parts/draft.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { change } from '../state/actions.ts'
import { perform } from '../state/history.ts'
import { isTooLongForNotes } from '../state/long-texts.ts'
import { may } from '../state/roles.ts'
import { replica } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import type * as markdownModule from './markdown.ts'
import { Theirs } from './theirs.tsx'

/** A pause in the typing after which it is sent. */
const pauseMs = 10_000

export function Notes({ todo }: { todo: Todo }): JSX.Element {
  const draft = useDraft({
    field: `${todo.id} notes`,
    stored: todo.notes,
    save: (notes, saving) => saveNotes(todo, notes, saving),
    delayMs: pauseMs,
  })
  // What was not saved last time is shown again as it was typed.
  const isEditing = useSignal(draft.isTyped)
  useLayoutEffect(() => {
    if (draft.isTyped) isEditing.value = true
  }, [draft.isTyped])
  const hasNotes = todo.notes !== ''
  return (
    <section class="details-field notes" aria-label={viewWords.value.notes}>
      {hasNotes && (
        <div class="name">
          <h2 class="unseen">{viewWords.value.notes}</h2>
          {!isEditing.value && (
            <IconButton
              icon={Pencil}
              label={viewWords.value.editNotes}
              onClick={() => (isEditing.value = true)}
            />
          )}
        </div>
      )}
      {isEditing.value || !hasNotes ? (
        <Source draft={draft} isEditing={isEditing} />
      ) : (
        <Rendered todo={todo} edit={() => (isEditing.value = may(todo.list, 'change'))} />
      )}
    </section>
  )
}

/** @returns whether it was taken; else it stays as it was typed */
function saveNotes(todo: Todo, notes: string, { why, visit, theirs }: Saving): boolean {
  const { id, name } = todo
  if (isTooLongForNotes(notes) || replica().todo(id)?.deletedAt !== null) return false
  // Nobody's text is written over while whoever types may not have seen it, nor is the same sent twice to who is not
  // there.
  if (why === 'pause' && (theirs !== undefined || isWaiting(visit))) return false
  return perform(words.value.changed(name), [{ type: 'updateTodo', todo: id, changes: { notes }, visit }], {
    visit,
  })
}

const isWaiting = (visit: string): boolean =>
  replica().outbox.some(
    ({ command, settled }) => !settled && command.type === 'updateTodo' && command.visit === visit,
  )

function Source({ draft, isEditing }: { draft: FieldDraft; isEditing: Signal<boolean> }): JSX.Element {
  const ref = useAutoHeight(draft.text)
  useLayoutEffect(() => {
    if (!isEditing.peek()) return
    const field = ref.current as HTMLTextAreaElement
    field.focus({ preventScroll: true })
    field.setSelectionRange(field.value.length, field.value.length)
  }, [])
  const leave = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    event.preventDefault()
    event.stopPropagation()
    // The field goes away, and the focus with it.
    event.currentTarget.closest<HTMLElement>('.details')?.focus({ preventScroll: true })
  }
  return (
    <>
      <textarea
        ref={ref}
        class="field"
        rows={2}
        aria-label={viewWords.value.notes}
        placeholder={viewWords.value.addNotes}
        dir="auto"
        value={draft.text}
        onInput={(event) => {
          isEditing.value = true
          draft.type(event.currentTarget.value)
        }}
        // Another window may have the focus for a while: the visit goes on.
        onBlur={() => {
          if (document.hasFocus()) isEditing.value = !draft.save()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) leave(event)
          // It keeps, as leaving does: what one has written is not thrown away by a key that closes other things.
          if (event.key === 'Escape' && isEditing.value) leave(event)
        }}
      />
      <Theirs text={draft.theirs} />
      <p class="warning" role="status">
        {isTooLongForNotes(draft.text) && viewWords.value.notesTooLong}
      </p>
    </>
  )
}

type Markdown = typeof markdownModule
let markdown: Promise<Markdown> | undefined
const sourceAfterMs = 300

/** Fetched once there are notes to show; a fetch that failed is tried again by the next. */
function loadMarkdown(): Promise<Markdown> {
  markdown ??= import('./markdown.ts').catch((error: unknown) => {
    markdown = undefined
    throw error
  })
  return markdown
}

function Rendered({ todo: { id, notes }, edit }: { todo: Todo; edit: () => void }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let isCurrent = true
    const show = (content: DocumentFragment | string) => isCurrent && put(ref.current as HTMLElement, content)
    // What takes long to come leaves nothing empty meanwhile.
    const wait = setTimeout(() => show(notes), sourceAfterMs)
    loadMarkdown().then(
      ({ renderMarkdown }) => {
        clearTimeout(wait)
        show(renderMarkdown(notes) ?? notes)
      },
      () => show(notes),
    )
    return () => {
      isCurrent = false
      clearTimeout(wait)
    }
  }, [notes])
  const turn = async (box: HTMLInputElement) => {
    const boxes = [...(ref.current as HTMLElement).querySelectorAll('input')]
    const { toggleTask } = await loadMarkdown()
    change([id], { notes: toggleTask(notes, boxes.indexOf(box)) })
  }
  return (
    <div
      ref={ref}
      class="markdown"
      role="group"
      aria-label={viewWords.value.notes}
      tabIndex={0}
      onClick={(event) => {
        const target = event.target as Element
        if (target instanceof HTMLInputElement) void turn(target)
        else if (!target.closest('a') && getSelection()?.isCollapsed !== false) edit()
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || !/^(Enter|e)$/.test(event.key)) return
        if (event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        event.stopPropagation()
        edit()
      }}
    />
  )
}

function put(element: HTMLElement, content: DocumentFragment | string): void {
  // Whoever turned a box by the keyboard goes on from it.
  const boxes = () => [...element.querySelectorAll('input')]
  const focused = boxes().indexOf(document.activeElement as HTMLInputElement)
  element.classList.toggle('is-plain', typeof content === 'string')
  element.replaceChildren(content)
  if (focused !== -1) boxes()[focused]?.focus({ preventScroll: true })
}
