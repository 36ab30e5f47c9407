/** The name of the socket's protocol, as WebSockets negotiate it. */
export const subprotocol = 'aiotodo.v1'
