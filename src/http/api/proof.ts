/** Showing once more who one is, for what someone at an open screen must not do: by the password, with its code, or by a passkey. */
import { z } from 'zod'
import type { Site } from '../../core/passkeys.ts'
import type { Caller } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type { HttpDeps } from '../deps.ts'
import { networkOf, type Visit } from '../visit.ts'

/** Bytes as browsers send them. */
export const base64url = (max: number): z.ZodString =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]*$/, 'is not base64url')

export const credentialId: z.ZodString = base64url(1_400)

/** What is there of a PublicKeyCredential besides its answer; nothing of it is relied on. */
export const credentialRest = {
  rawId: z.string().max(1_400).optional(),
  type: z.literal('public-key').optional(),
  authenticatorAttachment: z.string().max(40).nullable().optional(),
  clientExtensionResults: z.record(z.string().max(40), z.unknown()).optional(),
}

export const Assertion = z
  .strictObject({
    id: credentialId,
    response: z.strictObject({
      clientDataJSON: base64url(4_000),
      authenticatorData: base64url(4_000),
      signature: base64url(8_000),
      userHandle: base64url(100)
        .nullish()
        .transform((text) => text ?? undefined),
    }),
    ...credentialRest,
  })
  .meta({
    id: 'PasskeyAssertion',
    description: 'What a browser answers, as AuthenticationResponseJSON of WebAuthn level 3.',
  })

export const Code = z
  .string()
  .max(100)
  .describe('Of the authenticator app, or a recovery code; needed where the account has a second factor.')

/** Fields of a body: `currentPassword`, with `code` where there is a second factor; or `passkey` alone. */
export const proofFields = {
  currentPassword: z.string().max(limits.passwordLengthMax).optional(),
  code: Code.optional(),
  passkey: Assertion.optional().describe(
    'For a challenge of /session/passkey/options that this session asked for.',
  ),
}

export const Proof = z.strictObject(proofFields).meta({ id: 'Proof' })

interface Shown {
  currentPassword?: string | undefined
  code?: string | undefined
  passkey?: z.infer<typeof Assertion> | undefined
}

export const proofProblems = [
  'wrong_password',
  'second_factor_needed',
  'wrong_code',
  'passkey_refused',
  'sign_in_again',
  'too_many_requests',
  'local_mode',
] as const

/** @throws AppError of `proofProblems`; `bad_request` when nothing is shown */
export async function prove(
  { access, identities, passkeys }: Pick<HttpDeps, 'access' | 'identities' | 'passkeys'>,
  { caller, body, visit }: { caller: Caller; body: Shown; visit: Visit },
): Promise<void> {
  const { address } = visit
  const from = { address, network: networkOf(address) }
  const { currentPassword: password, code, passkey } = body
  if (passkey) return passkeys.confirm(caller, passkey, siteOf(visit), from)
  // Without a password a session that is young will do.
  if (password === undefined && (await access.account({ id: caller.id }))?.password !== null) {
    const detail = 'is missing; expected it, or "passkey"'
    throw new AppError('bad_request', {
      detail: `"currentPassword" ${detail}.`,
      errors: [{ pointer: '/currentPassword', detail }],
    })
  }
  await identities.confirm(caller, password, { ...from, code })
}

/** The guard has seen to it that an Origin is the host that is asked for; a proxy may have taken off the TLS. */
export function siteOf({ request: { headers }, isSecure }: Visit): Site {
  const host = headers.get('host') ?? ''
  const origin = headers.get('origin') ?? `${isSecure ? 'https' : 'http'}://${host}`
  return { origin, host: URL.parse(origin)?.hostname ?? '' }
}
