/** The arguments about the sign-in provider, and where people reach the server. */
import { readFileSync } from 'node:fs'
import type { ServeArguments } from './config.ts'
import { AppError } from './model/errors.ts'
import type { OidcOptions } from './runtime/oidc.ts'

export interface OidcConfig extends Omit<OidcOptions, 'clientSecret'> {
  /** Never on the command line, where every user of the machine reads it. */
  secret: { file: string } | { text: string }
}

/** @throws AppError `bad_argument` */
export function readOidc(
  args: ServeArguments,
  env: Record<string, string | undefined>,
): OidcConfig | undefined {
  const issuer = args.oidcIssuer ?? (env['AIOTODO_OIDC_ISSUER'] || undefined)
  const clientId = args.oidcClientId ?? (env['AIOTODO_OIDC_CLIENT_ID'] || undefined)
  const file = args.oidcClientSecretFile ?? (env['AIOTODO_OIDC_CLIENT_SECRET_FILE'] || undefined)
  const text = env['AIOTODO_OIDC_CLIENT_SECRET'] || undefined
  const secret = file !== undefined ? { file } : text !== undefined ? { text } : undefined
  if (issuer === undefined && clientId === undefined && secret === undefined) return undefined
  if (issuer === undefined || !isUrlOf(issuer, true))
    throw new AppError('bad_argument', {
      detail: `The OpenID issuer is "${issuer ?? ''}"; expected an address that begins with https:// (http:// of this computer only).`,
    })
  if (!clientId || !secret)
    throw new AppError('bad_argument', {
      detail: `There is only --oidc-issuer${clientId ? ' and --oidc-client-id' : ''}; expected --oidc-client-id and --oidc-client-secret-file as well.`,
    })
  return {
    issuer,
    clientId,
    secret,
    name: args.oidcName ?? (env['AIOTODO_OIDC_NAME'] || new URL(issuer).host),
    signUp: args.oidcSignUp ?? /^(1|true|yes)$/.test(env['AIOTODO_OIDC_SIGN_UP'] ?? ''),
  }
}

/** Without the slash at its end. @throws AppError `bad_argument` */
export function readPublicUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (isUrlOf(text, false)) return text.replace(/\/+$/, '')
  throw new AppError('bad_argument', {
    detail: `The address of the server is "${text}"; expected one such as https://todo.example.org.`,
  })
}

/** With the secret from its file. @throws AppError `bad_argument` */
export function withSecret({ secret, ...oidc }: OidcConfig): OidcOptions {
  const clientSecret = 'text' in secret ? secret.text : readSecret(secret.file)
  if (clientSecret !== '') return { ...oidc, clientSecret }
  throw new AppError('bad_argument', { detail: 'The secret at the OpenID provider is empty.' })
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new AppError('bad_argument', {
      detail: `${file} can not be read: ${(cause as Error).message}.`,
      cause,
    })
  }
}

function isUrlOf(text: string, isSecret: boolean): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash, username } = new URL(text)
  if (search !== '' || hash !== '' || username !== '') return false
  if (protocol === 'https:') return true
  return protocol === 'http:' && (!isSecret || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
}
