/** A page behind a network that goes away and comes back. */
import { openPage, type OpenPage, type PageOptions } from './browser.ts'
import { startProxy } from './proxy.ts'

export interface AwayPage extends OpenPage {
  /** The server as this page has it. */
  url: string
  /** The network is gone, and the browser knows. */
  leave(): Promise<void>
  comeBack(): Promise<void>
  /** Connections break and none can be made, but the browser has not been told. */
  cut(): Promise<void>
  mend(): void
}

export async function openBehind(server: { port: number }, options: PageOptions = {}): Promise<AwayPage> {
  const proxy = await startProxy(server.port)
  const opened = await openPage(proxy, options)
  // eslint-disable-next-line require-await -- as the browser is told, in the same way
  const cut = async () => {
    proxy.target = 'nowhere'
    proxy.cut()
  }
  const mend = () => {
    proxy.target = server.port
  }
  return {
    ...opened,
    url: proxy.url,
    cut,
    mend,
    async leave() {
      await opened.context.setOffline(true)
      await cut()
    },
    async comeBack() {
      mend()
      await opened.context.setOffline(false)
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      await proxy[Symbol.asyncDispose]()
    },
  }
}
