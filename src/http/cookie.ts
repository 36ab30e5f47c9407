/** Keys in headers: a session's cookie, and a token as a bearer. */
import { limits } from '../model/limits.ts'
import { serverLimits } from '../model/server-limits.ts'

/** Over TLS the browser itself sees to it that no other host, and no plain HTTP, sets it. */
const secureName = '__Host-aiotodo'
const plainName = 'aiotodo'

/** @param isSecure - whether it came by TLS: then the other name counts for nothing, as others could have set it */
export function keyCookie(headers: Headers, isSecure: boolean): string | undefined {
  const cookies = headers.get('cookie')
  if (cookies === null) return undefined
  let plain: string | undefined
  for (const each of cookies.split(';')) {
    const cookie = each.trim()
    if (cookie.startsWith(`${secureName}=`)) return cookie.slice(secureName.length + 1)
    if (!isSecure && cookie.startsWith(`${plainName}=`)) plain ??= cookie.slice(plainName.length + 1)
  }
  return plain
}

/** Set-Cookie for a session; '' ends it. */
export function setCookie(key: string, isSecure: boolean): string {
  const seconds = key === '' ? 0 : limits.sessionMs / 1_000
  const name = isSecure ? secureName : plainName
  return `${name}=${key}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`
}

const flowName = 'aiotodo-sign-in'

/** What this browser keeps of a sign-in at the provider that it began. */
export function flowCookie(headers: Headers, isSecure: boolean): string | undefined {
  const names = isSecure ? [`__Host-${flowName}`] : [`__Host-${flowName}`, flowName]
  const cookies = (headers.get('cookie') ?? '').split(';').map((each) => each.trim())
  for (const name of names) {
    const found = cookies.find((cookie) => cookie.startsWith(`${name}=`))
    if (found) return found.slice(name.length + 1)
  }
  return undefined
}

/** Set-Cookie for it; '' takes it away. */
export function setFlowCookie(sealed: string, isSecure: boolean): string {
  const seconds = sealed === '' ? 0 : serverLimits.providerSignInMs / 1_000
  const name = isSecure ? `__Host-${flowName}` : flowName
  return `${name}=${sealed}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`
}

/** Of a request; or of a handshake, where browsers can send no such header: then it is offered as a protocol. */
export function bearerOf(headers: Headers): string | undefined {
  const authorization = headers.get('authorization')
  if (authorization?.startsWith('Bearer aiotodo_')) return authorization.slice(7)
  // The scheme is told in either case; anything else is a key that nobody has.
  if (authorization !== null) return /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
  const offered = headers.get('sec-websocket-protocol')
  if (offered === null) return undefined
  return offered
    .split(',')
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith('aiotodo_'))
}
