// `npm run deploy` with the real wrangler against a Cloudflare on loopback: some seconds for each
// command, so not in `npm test`.

import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { patience } from '../../vitest.config.ts'

export default defineConfig({
  root: path.join(import.meta.dirname, '../..'),
  test: {
    ...patience,
    testTimeout: 240_000,
    include: ['test/deploy/**/*.test.ts'],
    maxWorkers: 2,
  },
})
