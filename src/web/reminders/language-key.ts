/**
 * Says where the page writes its language down for the service worker, which does not see what was chosen in the
 * settings.
 */
export const languageKey = (base: string): { cache: string; address: string } => ({
  cache: `aiotodo-language ${base}`,
  address: `${base}language`,
})
