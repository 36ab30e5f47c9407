/**
 * The bounds of what a client decides and sends by itself, which the page and the client carry. They are constants, and
 * imported together under one name: a bundle has no word for what is one.
 */
export const positionLengthMax = 256
/** So deep are subtodos below subtodos: a todo without a parent is at depth 1. */
export const depthMax = 8
/** So many subtodos are binned, restored or finished together with their parent. */
export const subtreeMax = 1_000
/** Numbers are never reused, so this bounds a list's todos as well (a 32-bit integer in PostgreSQL). */
export const numberMax = 2_147_483_647
export const listsPerAccountMax = 1_000
export const commandsPerBatchMax = 100
export const filtersPerAccountMax = 200
export const viewsPerAccountMax = 2_000
/** Each socket is sent something at least this often. */
export const beatMs = 20_000
/** A socket may take so long to say hello. */
export const helloMs = 10_000
/** A client sends no larger frame. */
export const frameBytesMax = 1024 * 1024
