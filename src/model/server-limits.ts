/** Bounds that only a server meets, apart from limits.ts: the page need not carry them. */
export const serverLimits = {
  /** Of one account, at OpenID providers. */
  identitiesPerAccountMax: 10,
  /** How long a sign-in at a provider may take. */
  providerSignInMs: 10 * 60 * 1_000,
  /** How long the provider may take for one answer, how large it may be, and how long what it says of itself is kept. */
  providerAnswerMs: 5_000,
  providerAnswerBytesMax: 256 * 1024,
  providerKeptMs: 60 * 60 * 1_000,
  /** What is asked of the provider at one time: in all, and for one network. */
  providerAsksMax: 16,
  providerAsksPerNetworkMax: 4,
  /** What is asked of an account without a password once more: to have signed in since. */
  recentSignInMs: 10 * 60 * 1_000,
} as const
