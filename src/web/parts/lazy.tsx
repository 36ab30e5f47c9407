/** Parts of the page that are not needed for its first sight: the service worker has them ready, also offline. */
import { signal } from '@preact/signals'
import { createElement, type ComponentType, type JSX } from 'preact'
import { words } from '../words/words.ts'
import { untilComposed } from './early-field.tsx'
import { showToast } from '../state/toasts.ts'

/**
 * A component that is there as soon as its part is loaded.
 * @param Early - what is shown until then
 */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Early?: () => JSX.Element,
): (props: P) => JSX.Element | null {
  const loaded = signal<ComponentType<P>>()
  let isLoading = false
  const begin = () => {
    if (isLoading) return
    isLoading = true
    load().then(
      (part) => untilComposed().then(() => void (loaded.value = part)),
      () => {
        isLoading = false
        showToast({ text: words.value.partMissing })
      },
    )
  }
  return (props) => {
    if (loaded.value) return createElement(loaded.value, props)
    begin()
    return Early ? <Early /> : null
  }
}
