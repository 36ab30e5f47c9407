/**
 * The focus is never lost: when what was pressed goes away by it, something near has the focus in the same moment. A
 * frame later keys that were typed meanwhile would have gone elsewhere.
 */
export function handOver(pressed: HTMLElement, heir: HTMLElement | null | undefined, run: () => void): void {
  const watch = new MutationObserver(() => {
    const { activeElement } = document
    const isFree = activeElement === null || activeElement === document.body
    if (pressed.isConnected && (isFree || activeElement === pressed)) return
    watch.disconnect()
    if (isFree) (heir?.isConnected ? heir : document.getElementById('todos'))?.focus()
  })
  watch.observe(document.body, { childList: true, subtree: true })
  run()
}
