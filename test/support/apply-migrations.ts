// Gives each test file the schema: every statement of every migration, in one transaction. `applyD1Migrations` would take one for
// each migration, and importing `cloudflare:test` loads the whole Worker, which not every file needs.

import { env } from 'cloudflare:workers'

const queries = env.TEST_MIGRATIONS.flatMap((migration) => migration.queries)
await env.DB.batch(queries.map((query) => env.DB.prepare(query)))
