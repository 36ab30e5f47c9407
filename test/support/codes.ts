/** An authenticator app for tests, and a clock that it shares with the server of this process. */
import { setSystemTime } from 'bun:test'
import { Secret, TOTP } from 'otpauth'

const stepMs = 30_000

/** The code of now, or of so many steps later. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * stepMs })

/** Goes on by so many steps, or one more, to the middle of one, where nothing is near the edge of another; never back. */
export function goOn(steps: number): void {
  setSystemTime(new Date((Math.ceil(Date.now() / stepMs - 0.5) + steps + 0.5) * stepMs))
}

export const backToNow = (): void => void setSystemTime()
