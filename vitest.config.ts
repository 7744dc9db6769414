import path from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

// wrangler looks for required secrets in the environment; the bindings below are what counts.
process.env.MASTER_KEY = 'a-master-key-that-only-these-tests-use-0001'
process.env.OPERATOR_KEY = 'an-operator-key-that-only-these-tests-use-01'

const migrations = await readD1Migrations(path.join(import.meta.dirname, 'migrations'))

export default defineConfig({
  test: {
    projects: [
      // The core is pure: its tests run in Node as they are ...
      { test: { name: 'node', include: ['test/{protocol,docs}/**/*.test.ts'] } },
      // ... and everything, the core too, runs in workerd with real bindings.
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: migrations,
                MASTER_KEY: process.env.MASTER_KEY,
                OPERATOR_KEY: process.env.OPERATOR_KEY,
                PUBLIC_ORIGIN: 'http://localhost:8787',
                ALLOW_LOOPBACK: 'on',
              },
              // No test reaches the network by accident.
              outboundService: (request: Request) =>
                new Response(`blocked: ${request.url}`, { status: 599 }) as never,
            },
          }),
        ],
        test: {
          name: 'workerd',
          include: ['test/{protocol,login,http,flows,storage}/**/*.test.ts'],
          setupFiles: ['./test/support/apply-migrations.ts'],
        },
      },
    ],
  },
})
