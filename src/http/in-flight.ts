/** How many requests are being answered, which a stop waits for. */
import type { Handler } from './application.ts'

export function counting(handle: Handler): {
  fetch: (request: Request, server?: unknown) => Promise<Response>
  inFlight: () => number
} {
  let inFlight = 0
  return {
    inFlight: () => inFlight,
    async fetch(request, server) {
      inFlight++
      try {
        // Bun wants nothing back for a request that is a socket now.
        return (await handle(request, server)) as Response
      } finally {
        inFlight--
      }
    },
  }
}
