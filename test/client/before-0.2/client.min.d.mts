export function createClient(url: string, options: object): unknown
