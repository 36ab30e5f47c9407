/**
 * One is asked here to show once more who one is, for what someone at an open screen must not do: by the password with
 * its code, or by a passkey.
 */
import { z } from 'zod'
import { acting, checkActor, stranger, type Actor } from '../../core/access/actor.ts'
import type { Site } from '../../core/ports/passkey-check.ts'
import type { Caller } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type { HttpDeps } from '../deps.ts'
import { networkOf, type Visit } from '../visit.ts'
import type { ApiRequest, Operation, ProofKind } from './operation.ts'

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

/** A body has these fields: `currentPassword`, with `code` where there is a second factor; or `passkey` alone. */
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

/** An operation that asks for a proof may answer these. */
export const proofProblems = [
  'wrong_password',
  'second_factor_needed',
  'wrong_code',
  'codes_sealed',
  'passkey_refused',
  'proof_needed',
  'sign_in_again',
  'too_many_requests',
  'local_mode',
] as const

/**
 * Checks the proof that the operation asks for, and answers who is acting, for the transaction that does it.
 * @throws AppError of `proofProblems`; `bad_request` when nothing is shown that must be
 */
export async function actorOf(
  { demand, proof }: Operation,
  request: ApiRequest<never, never>,
  deps: HttpDeps,
): Promise<Actor> {
  const { caller, visit } = request
  if (demand === 'open') return stranger(visit.address)
  const kind = typeof proof === 'string' ? proof : proof.of(request)
  if (kind === 'none') return acting(caller, visit.address, demand)
  if (deps.keyring.local) throw new AppError('local_mode')
  const check = async (actor: Actor): Promise<Actor> => {
    await checkActor(deps.access, actor, deps.nowMs())
    return actor
  }
  // What is refused anyway has no password hashed first, nor told whether it is right.
  const shown = await check(acting(caller, visit.address, demand, 'shown'))
  const isShown = await show(deps, kind, { caller, visit, body: request.body ?? {} })
  return isShown ? shown : check(acting(caller, visit.address, demand, 'recent'))
}

/** Tells whether something was shown that is right; if not, it must have been lately. */
async function show(
  { access, keys, passkeys }: Pick<HttpDeps, 'access' | 'keys' | 'passkeys'>,
  kind: ProofKind,
  { caller, body, visit }: { caller: Caller; body: Shown; visit: Visit },
): Promise<boolean> {
  const { address } = visit
  const from = { address, network: networkOf(address) }
  const { currentPassword: password, code, passkey } = body
  if (passkey) {
    await passkeys.confirm(caller, passkey, siteOf(visit), from)
    return true
  }
  const account = await access.account({ id: caller.id })
  const hasPassword = account !== undefined && account.password !== null
  if (hasPassword && password !== undefined) {
    await keys.checkPassword({ name: account.name, password, code, ...from })
    return true
  }
  // Without a password it must do to have signed in just now.
  if (kind === 'recent' || !hasPassword) return false
  const detail = 'is missing; expected it, or "passkey"'
  throw new AppError('bad_request', {
    errors: [{ pointer: '/currentPassword', detail }],
  })
}

/** The guard has seen to it that an Origin is the host that is asked for; a proxy may have taken off the TLS. */
export function siteOf({ request: { headers }, isSecure }: Visit): Site {
  const host = headers.get('host') ?? ''
  const origin = headers.get('origin') ?? `${isSecure ? 'https' : 'http'}://${host}`
  return { origin, host: URL.parse(origin)?.hostname ?? '' }
}
