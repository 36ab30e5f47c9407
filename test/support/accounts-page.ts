/** A server with accounts in this process, and pages of the people who have them. */
import type { Page } from 'playwright-core'
import type { App } from '../../src/app.ts'
import type { OidcOptions } from '../../src/runtime/oidc.ts'
import { createApp } from './app.ts'
import { join, password, type Person } from './accounts.ts'
import { openPage, type OpenPage, type PageOptions } from './browser.ts'
import { listen } from './sockets.ts'

export interface AccountsServer extends AsyncDisposable {
  app: App
  url: string
  port: number
}

/**
 * @param oidc - the provider by which people can sign in
 * @param path - of the database's file; in memory unless given
 */
export async function startAccounts(oidc?: OidcOptions, path?: string): Promise<AccountsServer> {
  const app = await createApp({ database: { engine: 'sqlite', path }, localOnly: false, oidc })
  const listening = listen(app)
  return {
    app,
    url: listening.url,
    port: Number(new URL(listening.url).port),
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]()
      await app.close()
    },
  }
}

/** As many accounts of these names, the first one an administrator. */
export async function people(server: AccountsServer, ...names: string[]): Promise<Person[]> {
  const all: Person[] = []
  for (const name of names) all.push(await join(server.app, name))
  return all
}

/** A page with the session of this person, who has been signed in before. */
export async function openAs(
  server: AccountsServer,
  person: Person,
  options: PageOptions = {},
): Promise<OpenPage> {
  const { key } = await server.app.keys.open(person.id, 'a browser', '192.0.2.1')
  const opened = await openPage(server, {
    ...options,
    prepare: (context) => context.addCookies([{ name: 'aiotodo', value: key, url: server.url }]),
  })
  await opened.page.getByRole('button', { name: `Account “${person.name}”` }).waitFor()
  return opened
}

export async function signIn(page: Page, name: string, secret: string = password): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export const signedInAs = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name: `Account “${name}”` }).waitFor()
