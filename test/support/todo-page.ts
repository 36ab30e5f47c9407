/** What a person sees and does on the page, for its tests. */
import type { Locator, Page } from 'playwright-core'
import { becomes, until } from './until.ts'

export const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Add a todo' })
export const row = (page: Page, name: string): Locator =>
  page.locator('.todo').filter({ has: page.locator('.name', { hasText: exactly(name) }) })
export const tick = (page: Page, name: string): Locator => page.getByRole('checkbox', { name, exact: true })
export const nameOf = (page: Page, name: string): Locator => row(page, name).locator('.name')

const exactly = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)

/** The names that are shown, each after a dot for each level that it is below another. */
export const names = (page: Page): Promise<string[]> =>
  page
    .locator('.todo')
    .evaluateAll((rows) =>
      rows.map(
        (each) =>
          '.'.repeat(Number((each as HTMLElement).dataset['depth'])) +
          (each.querySelector('.name')?.textContent ?? '…'),
      ),
    )

/** Waits until these are shown, and no others. */
export async function expectNames(page: Page, wished: readonly string[]): Promise<void> {
  await becomes(() => names(page), [...wished])
}

export async function add(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await field(page).fill(text)
    await field(page).press('Enter')
  }
}

/** What the element that has the focus is called. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? ''
  })

export async function pressAll(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Opens what a chip below the name in the details changes, such as `Due`; an open one stays so. */
export async function openChip(page: Page, name: string): Promise<void> {
  const chip = chipOf(page, name)
  const isOpen = async () => (await chip.getAttribute('aria-expanded')) === 'true'
  // The panel of another chip may lie over it; its own may come by itself meanwhile, and keeps what is in it.
  const other = page.locator(`.details .popover:not([aria-label="${name}"])`)
  if (await other.count()) await page.keyboard.press('Escape')
  // What was left in its field opens it by itself.
  await until(async () => {
    if ((await chip.getAttribute('aria-haspopup')) === 'menu') return (await chip.click(), true)
    if (!(await isOpen())) await chip.click()
    return isOpen()
  })
}

export const chipOf = (page: Page, name: string): Locator =>
  page.locator('.chip-line > button').filter({ hasText: new RegExp(`^${name} `) })
