/** The page's own choices, as a person uses them: in place of the browser's select. */
import type { Locator, Page } from 'playwright-core'
import { openChip } from './todo-page.ts'

/** @param option - its text, or `{ value }` */
export async function choose(choice: Locator, option: string | { value: string }): Promise<void> {
  await choice.click()
  const list = choice.page().locator('.option-list')
  const isText = typeof option === 'string'
  const found = isText
    ? list.getByRole('option', { name: option, exact: true })
    : list.locator(`[data-value="${option.value}"]`)
  await found.click()
  await list.waitFor({ state: 'detached' })
}

/** The texts that there are to choose from. */
export async function optionsOf(choice: Locator): Promise<string[]> {
  await choice.click()
  const list = choice.page().locator('.option-list')
  const texts = await list.getByRole('option').allTextContents()
  await choice.page().keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  return texts
}

const chips: Readonly<Record<string, string>> = { 'Due date': 'Due', 'Start date': 'Starts' }

/** Writes a date into its field, and leaves it. */
export async function writeDate(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  const chip = chips[label]
  if (chip) await page.locator('.chip-line').or(field).first().waitFor()
  if (chip && (await page.locator('.chip-line').count())) await openChip(page, chip)
  await field.fill(text)
  await field.press('Enter')
}
