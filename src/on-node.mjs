// What Node finds under the name "aiotodo": the server runs on Bun alone, for its SQLite, its sockets and its speed.
throw new Error(
  'The server of aiotodo runs on Bun, and this is another runtime. Run your program with "bun", or start the server with "npx aiotodo serve". The client runs anywhere: import { createClient } from "aiotodo/client".',
)
