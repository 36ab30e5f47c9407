/** Push services, asked by our own fetch; messages are encrypted and signed by web-push (RFC 8291, RFC 8292). */
import type { PushAnswer, PushMessage, PushSender } from '../core/reminders/push-sender.ts'
import type { PushTarget, ReminderStore, VapidKeys } from '../core/ports/reminder-store.ts'
import type { Log } from '../log.ts'
import { serverLimits } from '../model/server-limits.ts'
import { addressesOf, ClosedAddress, isEndpoint, resolveHost, type Resolve } from './push-address.ts'

/** What tests put in place of the internet. */
export interface PushNetwork {
  resolve?: Resolve
  fetch?: (url: string, init: BunFetchRequestInit) => Promise<Response>
  /** Addresses that are asked as they are, whatever they lead to. */
  isTrusted?: (endpoint: string) => boolean
}

export interface PushOptions {
  store: Pick<ReminderStore, 'vapidKeys'>
  /** Whom push services may turn to: an https address. */
  contact: string | undefined
  network?: PushNetwork | undefined
  log: Pick<Log, 'warn'>
}

/** Where nobody says where people reach this server. Some services refuse what has none. */
const nobody = 'mailto:aiotodo@example.org'

/** Loaded when it is first needed: a start does not wait for it. */
const library = async () => (await import('web-push')).default

export function createPushSender({ store, contact, network = {}, log }: PushOptions): PushSender {
  const { resolve = resolveHost, fetch: ask = fetch, isTrusted = () => false } = network
  const subject = contact?.startsWith('https://') ? contact : nobody
  let kept: Promise<VapidKeys> | undefined
  const keys = () => {
    kept ??= store.vapidKeys(async () => (await library()).generateVAPIDKeys())
    kept.catch(() => (kept = undefined))
    return kept
  }

  const isAskable = (endpoint: string) => isTrusted(endpoint) || isEndpoint(endpoint)

  async function send({ endpoint, p256dh, auth }: PushTarget, message: PushMessage): Promise<PushAnswer> {
    if (!isAskable(endpoint)) throw new ClosedAddress('not https of a named host')
    const { payload, topic, ttlSeconds } = message
    const { headers, body } = (await library()).generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      payload,
      {
        vapidDetails: { subject, ...(await keys()) },
        TTL: ttlSeconds,
        topic,
        urgency: 'high',
        contentEncoding: 'aes128gcm',
      },
    )
    const { 'Content-Length': _, ...sent } = headers as Record<string, string>
    const signal = AbortSignal.timeout(serverLimits.pushAnswerMs)
    const init = { method: 'POST', redirect: 'manual', body: new Uint8Array(body), signal } as const
    if (isTrusted(endpoint)) return answerOf(await ask(endpoint, { ...init, headers: sent }))
    return answerOf(await askOne(endpoint, { ...init, headers: sent }, { resolve, ask }))
  }

  return {
    publicKey: async () => (await keys()).publicKey,
    isEndpoint: isAskable,
    async send(target, message) {
      const fail = (reason: string, answer: PushAnswer): PushAnswer => {
        // The rest of the address is a secret of the device.
        log.warn('a push service', { host: URL.parse(target.endpoint)?.host, reason })
        return answer
      }
      if (Buffer.byteLength(message.payload) > serverLimits.pushPayloadBytesMax)
        return fail('the payload is too large', { is: 'refused' })
      try {
        const answer = await send(target, message)
        return answer.is === 'accepted' || answer.is === 'gone'
          ? answer
          : fail(`answered "${answer.is}"`, answer)
      } catch (error) {
        if (error instanceof ClosedAddress || isKeyFault(error)) return fail(String(error), { is: 'gone' })
        return fail(String(error), { is: 'later' })
      }
    },
  }
}

/** By one of its addresses; the certificate must be the name's all the same. */
async function askOne(
  endpoint: string,
  init: BunFetchRequestInit & { headers: Record<string, string>; signal: AbortSignal },
  { resolve, ask }: { resolve: Resolve; ask: NonNullable<PushNetwork['fetch']> },
): Promise<Response> {
  const { host, hostname, pathname, search } = new URL(endpoint)
  // A connection that is kept could be taken for another name's at the same address.
  const at = { ...init, headers: { ...init.headers, host }, tls: { serverName: hostname }, keepalive: false }
  const addresses = await within(addressesOf(endpoint, resolve), init.signal)
  let failure: unknown = new Error('no address')
  for (const address of addresses) {
    try {
      const there = address.includes(':') ? `[${address}]` : address
      return await ask(`https://${there}${pathname}${search}`, at)
    } catch (error) {
      failure = error
    }
    if (init.signal.aborted) break
  }
  throw failure
}

/** A device's key that is none: it is no point of the curve. */
const isKeyFault = (error: unknown): boolean =>
  error instanceof Error &&
  /ECDH|public key|p256dh|auth/i.test(`${(error as { code?: string }).code} ${error.message}`)

const within = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    ),
  ])

/** RFC 8030, 5 and 8.4. What stands in the body is nothing to us, and is not read. */
function answerOf(response: Response): PushAnswer {
  void response.body?.cancel().catch(() => {})
  const { status, headers } = response
  if (status >= 200 && status < 300) return { is: 'accepted' }
  if (status === 404 || status === 410) return { is: 'gone' }
  if (status !== 408 && status !== 429 && status < 500) return { is: 'refused' }
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return { is: 'later', ...(seconds > 0 && { afterMs: seconds * 1_000 }) }
}
