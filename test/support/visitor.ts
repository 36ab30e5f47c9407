/** A browser without a page: it keeps cookies, and goes to the sign-in provider and back as it is told. */
import type { App } from '../../src/app.ts'
import { ask, type Answer, type Person } from './accounts.ts'

export class Visitor {
  readonly cookies: Map<string, string> = new Map<string, string>()
  /** The node that answers it. */
  app: App
  readonly headers: Record<string, string>

  constructor(app: App, headers: Record<string, string> = {}) {
    this.app = app
    this.headers = headers
  }

  /** With the session of this person. */
  static as(app: App, { headers }: Person): Visitor {
    const visitor = new Visitor(app)
    const [name = '', value = ''] = (headers['cookie'] ?? '').split('=')
    visitor.cookies.set(name, value)
    return visitor
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await ask(this.app, method, path, body, { ...this.headers, cookie })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  /** Begins to sign in; answers where the provider is asked. */
  async begin(returnTo?: string): Promise<string> {
    const query = returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(returnTo)}`
    const { status, headers } = await this.ask('GET', `/oidc/start${query}`)
    if (status !== 302) throw new Error(`not begun: ${status}`)
    return headers.get('location') ?? ''
  }

  /** What the provider sends the browser back with: a path of ours. */
  async through(address: string): Promise<string> {
    const response = await fetch(address, { redirect: 'manual' })
    const location = response.headers.get('location')
    if (!location) throw new Error(`the provider: ${response.status} ${await response.text()}`)
    const { pathname, search } = new URL(location)
    return pathname + search
  }

  /** Comes back; answers where it is sent on to. */
  async back(path: string): Promise<string> {
    const { status, headers } = await this.ask('GET', path)
    if (status !== 302) throw new Error(`not sent on: ${status}`)
    return headers.get('location') ?? ''
  }

  /** All of it, from an address at the provider or from the beginning. */
  async signIn(address?: string): Promise<string> {
    return this.back(await this.through(address ?? (await this.begin())))
  }

  /** By an invitation. */
  async signUp(invitation: string): Promise<string> {
    return this.signIn((await this.ask('POST', '/oidc/start', { invitation })).body.url)
  }

  /** Who it is now; undefined for nobody. */
  async name(): Promise<string | undefined> {
    return (await this.ask('GET', '/session')).body.account?.name
  }
}
