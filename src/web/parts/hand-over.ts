/** The focus is never lost: when what was pressed goes away by it, something near has the focus next. */
export function handOver(pressed: HTMLElement, heir: HTMLElement | null | undefined, run: () => void): void {
  run()
  requestAnimationFrame(() => {
    if (!pressed.isConnected) (heir?.isConnected ? heir : document.getElementById('todos'))?.focus()
  })
}
