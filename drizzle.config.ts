// How `npm run migrations` writes D1 migrations. Tables are never rebuilt and nothing cascades: on
// D1 a rebuild of a parent table takes the rows of cascading children with it.

import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/storage/d1/schema/index.ts',
  out: './migrations',
})
