/** What is in the field; to be read while rendering, and set. */
export interface Typed {
  value: string
}
