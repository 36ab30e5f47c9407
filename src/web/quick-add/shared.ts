/**
 * Takes what another app shares with this one (`share_target` of the manifest) out of the address, and puts it where
 * new todos are written: nothing is added before a person has seen it. Who is signed out finds it there after signing
 * in; it waits on the device for a day.
 */
import { effect } from '@preact/signals'
import { go } from '../state/route.ts'
import { shared } from '../state/shared.ts'
import { defaultList } from '../state/todos.ts'
import { isOut } from '../state/who.ts'

const key = `aiotodo ${new URL(document.baseURI).pathname} shared`
const keptMs = 24 * 60 * 60 * 1_000
let isWatching = false

/** It is called whenever something of this part is wanted, and begins once. */
export function watchShared(): void {
  if (isWatching) return
  isWatching = true
  const { href } = new URL('share', document.baseURI)
  const here = new URL(location.href)
  if (here.origin + here.pathname === href) take(here.searchParams)
  const stop = effect(() => {
    if (isOut.value || defaultList() === undefined) return
    const text = kept()
    drop()
    if (text === undefined) return
    go({ place: { view: 'list', list: undefined } })
    shared.value = text
    queueMicrotask(() => stop())
  })
}

function take(params: URLSearchParams): void {
  const text = textOf(params)
  if (text !== '') keep(text)
  go({ place: { view: 'list', list: undefined } }, true)
  // Without a text it is the shortcut that adds: the field takes the focus, whenever it is there.
  if (text === '') shared.value = ''
}

/** A page's title comes with its address in one line; what has lines of its own stays as it is. */
function textOf(params: URLSearchParams): string {
  const parts = ['title', 'text', 'url'].map((name) => (params.get(name) ?? '').trim())
  const [title = '', text = '', url = ''] = parts
  // Many apps put the address, or the title, into the text as well.
  const isIn = (part: string, whole: string) => part !== '' && whole.includes(part)
  const all = [isIn(title, text) ? '' : title, text, isIn(url, text) ? '' : url].filter((part) => part !== '')
  return all.join(/[\r\n]/.test(text) ? '\n' : ' ')
}

function keep(text: string): void {
  try {
    localStorage.setItem(key, JSON.stringify({ text, at: Date.now() }))
  } catch {
    // Storage is denied, or full: then it can not wait, and is there at once or not at all.
    if (!isOut.peek()) shared.value = text
  }
}

function kept(): string | undefined {
  try {
    const { text, at } = JSON.parse(localStorage.getItem(key) ?? '{}') as { text?: unknown; at?: unknown }
    const isYoung = typeof at === 'number' && Date.now() - at < keptMs
    return typeof text === 'string' && isYoung ? text : undefined
  } catch {
    return undefined
  }
}

function drop(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // There is nothing.
  }
}
