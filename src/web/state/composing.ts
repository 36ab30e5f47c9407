/**
 * It keeps the keys of input methods from the page: while one composes, Enter takes its letters and Escape gives them
 * up. The browser and the input method still hear them.
 */

/** In Safari the Enter that ends a composition comes behind it, and only this code tells it (WebKit 165004). */
const processKey = 229

export const isComposing = (event: { isComposing: boolean; keyCode?: number }): boolean =>
  event.isComposing || event.keyCode === processKey

/** To be called before anything else hears keys: it comes before all who do. */
export function keepComposingKeys(): void {
  const keep = (event: KeyboardEvent) => {
    if (isComposing(event)) event.stopImmediatePropagation()
  }
  addEventListener('keydown', keep, true)
}
