/** How passwords are hashed, kept by the runtime. */
export interface Hashing {
  /** A slow hash of a password. @throws AppError `too_many_requests` */
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<boolean>
}
