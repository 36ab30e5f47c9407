/** A page of another origin may read these headers of answers: they are for the program that asked. */
export const responseHeaderNames: string = [
  ...['etag', 'location', 'link', 'retry-after', 'idempotency-replayed', 'allow', 'content-disposition'],
  ...['ratelimit', 'ratelimit-policy', 'www-authenticate', 'accept-encoding', 'accept-patch'],
].join(', ')
