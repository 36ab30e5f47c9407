/** A real Chromium: the one that AIOTODO_CHROMIUM names, else the system's, else the one from npm (Linux alone). */
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Browser } from 'playwright-core'

export async function startBrowser(args: string[] = []): Promise<Browser> {
  return playwright.launch({ executablePath: await chromiumPath(), headless: true, args })
}

export async function chromiumPath(): Promise<string> {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  return process.env['AIOTODO_CHROMIUM'] ?? names.map((name) => Bun.which(name)).find(Boolean) ?? unpacked()
}

/** The package takes whatever lies in its place for unpacked, also what another process is unpacking there just now. */
async function unpacked(): Promise<string> {
  const manifest = join(import.meta.dir, '..', '..', 'node_modules', '@sparticuz', 'chromium', 'package.json')
  const { version } = (await Bun.file(manifest).json()) as { version: string }
  const folder = join(tmpdir(), `aiotodo-chromium-${version}`)
  const path = join(folder, 'chromium')
  if (existsSync(path)) return path
  const { TMPDIR } = process.env
  const own = mkdtempSync(`${folder}-`)
  process.env['TMPDIR'] = own
  try {
    await chromium.executablePath()
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = TMPDIR
  }
  try {
    renameSync(own, folder)
  } catch {
    // Another process was first.
    rmSync(own, { recursive: true })
  }
  return path
}
