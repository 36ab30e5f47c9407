/** Which database it is; SQLite without a path keeps nothing. */
export type DatabaseName =
  | { engine: 'sqlite'; path: string | undefined }
  | { engine: 'postgres'; url: string }
