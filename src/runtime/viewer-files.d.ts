/** Imported as files, these are their paths. */
declare module 'swagger-ui-dist/*' {
  const path: string
  export default path
}
