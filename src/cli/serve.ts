/** `aiotodo serve`: the store first, then the socket; on a signal the other way round. */
import type { HTMLBundle } from 'bun'
import { createApp, openDatabase, openKeyFile, version, type App, type AppServer } from '../app.ts'
import { readConfig, withSecret, type Config } from '../config.ts'
import { createLog, type Log } from '../log.ts'
import { AppError } from '../model/errors.ts'
import type { Arguments } from '../settings.ts'
import { serverLimits } from '../model/server-limits.ts'
import { adoptionTeller } from './adoption-text.ts'
import { askAndMakeTable } from './make-table.ts'
import { openFolder } from './open-folder.ts'
import { remark, say } from './output.ts'

/** What is answered at addresses of the page: the document that Bun bundles anew as its files change, or else. */
export type PageRoutes = Record<string, HTMLBundle | Response>

export async function serve(args: Arguments, developed?: PageRoutes): Promise<void> {
  const config = readConfig(args, process.env)
  if (config.migrateOnly) {
    const store = await openDatabase(config.database, {
      onWait: (why) => remark(`Waiting for the database. ${why}`),
      onStops: (because) => say(`Stop the servers of versions before. ${because}`),
      onAdopt: adoptionTeller(say),
    })
    await store.close()
    say(`The database has the schema of aiotodo ${version}.`)
    return
  }
  const log = createLog(config.logLevel, process.stderr.isTTY)
  const oidc = config.oidc && withSecret(config.oidc)
  takeWarnings(log)
  const onWait = (why: string) => log.warn('waiting for the database', { why })
  const onStops = (because: string) => log.warn('servers of versions before must be stopped', { because })
  const app = await createApp({ ...config, oidc, onWait, onStops, onAdopt: adoptionTeller(remark), log })
  const open = openFolder(config.database)
  if (open) log.warn('the folder of the database is open to others', { ...open })
  const openKey = openKeyFile(config.database, config.secretKey)
  if (openKey) log.warn('the file of keys can be read by others', { ...openKey })
  let server: AppServer
  let invitation: string | undefined
  try {
    if (config.accounts || (await app.accounts.isEmpty())) invitation = await app.accounts.begin()
    checkReach(app, config)
    if (config.makeTable) await askAndMakeTable(app, config.yes, remark)
    server = listen(app, config, developed)
  } catch (error) {
    await app.close()
    throw error
  }
  const backups = await startBackups(config, log)
  // Before it says that it runs: who reads that may end it at once.
  onSignal(() => {
    backups?.stop()
    return stop(app, server, log)
  })
  // The words of the tutorial's server.
  const url = `${config.tls ? 'https' : 'http'}://${hostName(config.host)}:${server.port}`
  say(`======== Running on ${url} ========`, '(Press CTRL+C to quit)')
  if (invitation) say(`The first account is made at ${url}/#${invitation}`)
}

/** What backups need is loaded only where there are to be some. */
async function startBackups({ backup, database }: Config, log: Log) {
  if (!backup) return undefined
  return (await import('./backup-schedule.ts')).scheduleBackups(backup, database, log)
}

/** What the runtime has to say, as of a connection that it makes anew, is a line of the log like any other. */
function takeWarnings(log: Log): void {
  // eslint-disable-next-line no-console -- the runtime's own, which has no other way
  console.warn = (...parts: unknown[]) => log.warn('the runtime warns', { text: parts.map(String).join(' ') })
}

/** It refuses to let others in without accounts. @throws AppError `host_not_loopback`, `bad_argument` */
function checkReach({ keyring }: App, { host, localOnly, insecure, allowedOrigins }: Config): void {
  if (keyring.local && allowedOrigins.length > 0)
    throw new AppError('bad_argument', {
      detail:
        'Without accounts any page of an allowed origin could read and change everything; expected no --allow-origin, or --accounts with it.',
    })
  if (localOnly || insecure || !keyring.local) return
  throw new AppError('host_not_loopback', {
    detail: `${host} can be reached from other computers; expected 127.0.0.1, ::1 or localhost.`,
  })
}

/** @throws AppError `port_in_use`, `host_unusable` */
function listen(app: App, { host, port, tls }: Config, developed?: PageRoutes): AppServer {
  try {
    return Bun.serve({
      hostname: host,
      port,
      ...(tls && { tls: { cert: Bun.file(tls.cert), key: Bun.file(tls.key) } }),
      // Where it is not for development, what is thrown in a stream is ours to log.
      ...(developed ? { routes: developed, development: { hmr: true } } : { development: false }),
      fetch: (request, server) => app.fetch(request, server),
      websocket: app.websocket,
      // Ours answer first, and in our words; only imports may be as large as this.
      maxRequestBodySize: 2 * serverLimits.importBytesMax,
      idleTimeout: serverLimits.idleSeconds,
      error: () => new Response(null, { status: 500 }),
    })
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'EADDRINUSE')
      throw new AppError('port_in_use', {
        detail: `Port ${port} of ${host} is taken by another program.`,
        cause: error,
      })
    if (code === 'EACCES')
      throw new AppError('port_in_use', {
        detail: `Port ${port} needs more rights than this user has.`,
        cause: error,
      })
    throw new AppError('host_unusable', { detail: `${host}: ${message}.`, cause: error })
  }
}

function hostName(host: string): string {
  if (host === '127.0.0.1') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** Runs `stop` at the first signal, and ends at once at the second. */
function onSignal(stop: () => Promise<void>): void {
  let first = 0
  const handle = () => {
    const now = performance.now()
    if (first === 0) {
      first = now
      void stop()
    } else if (now - first > serverLimits.signalEchoMs) {
      process.exit(1)
    }
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
}

/** Stops accepting, lets requests in flight finish for a while, then closes the store. */
async function stop(app: App, server: AppServer, log: Log): Promise<void> {
  log.info('stopping', { inFlight: app.inFlight() })
  app.drain()
  const closed = server.stop(false)
  const deadline = performance.now() + serverLimits.drainMs
  while ((app.inFlight() > 0 || server.pendingRequests > 0) && performance.now() < deadline)
    await Bun.sleep(10)
  // Idle connections would stay open for as long as their clients like.
  await server.stop(true)
  await closed
  await app.close()
  log.info('stopped')
  log.flush()
  process.exit(0)
}
