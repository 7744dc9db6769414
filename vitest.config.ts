import path from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { ensureConsole } from './dev/console/build-console.ts'

// wrangler looks for required secrets in the environment; the bindings below are what counts.
process.env.MASTER_KEY = 'a-master-key-that-only-these-tests-use-0001'
process.env.OPERATOR_KEY = 'an-operator-key-that-only-these-tests-use-01'

// The Worker has the console's files as a binding, so there have to be some.
await ensureConsole()

const migrations = await readD1Migrations(path.join(import.meta.dirname, 'migrations'))

/** No test reaches the network by accident. */
export const blocked = (request: Request) =>
  new Response(`blocked: ${request.url}`, { status: 599 })

/** The Worker and its bindings. `main` may name another entry. */
export const workerd = ({
  outbound = blocked,
  ...options
}: {
  readonly main?: string
  readonly outbound?: (request: Request) => Response | Promise<Response>
} = {}) =>
  cloudflareTest({
    main: './src/index.ts',
    ...options,
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: {
        TEST_MIGRATIONS: migrations,
        MASTER_KEY: process.env.MASTER_KEY ?? '',
        OPERATOR_KEY: process.env.OPERATOR_KEY ?? '',
        PUBLIC_ORIGIN: 'http://localhost:8787',
        ALLOW_LOOPBACK: 'on',
        DELIVERY_URL: 'https://mail.example.com/edge-sso',
        DELIVERY_SECRET: 'whsec_b25seS10aGVzZS10ZXN0cy1zaWduLXdpdGgtdGhpcw==',
      },
      // A limiter of the platform that a test exhausts in six calls, however slow the machine is.
      ratelimits: { FEW_A_MINUTE: { namespace_id: '739001', simple: { limit: 5, period: 60 } } },
      // A real binding for mails. Its name is not MAIL: the tests' own way out is DELIVERY_URL.
      email: { send_email: [{ name: 'TEST_MAIL', allowed_sender_addresses: ['sso@example.com'] }] },
      outboundService: (request: Request) => outbound(request) as never,
    },
  })

/**
 * Tests of computation alone. Whoever adds a file that asks for storage finds no schema there, and
 * sees it at once.
 */
const WITHOUT_STORAGE = [
  'test/env.test.ts',
  'test/login/**/!(authorize).test.ts',
  'test/tenants/**/*.test.ts',
  'test/http/pages/*.test.ts',
]

/** No test is timed: a slow machine is no failure, and only what hangs runs into these. */
export const patience = { testTimeout: 300_000, hookTimeout: 300_000 }

export default defineConfig({
  test: {
    // One for each of two cores; the default leaves a core to watch mode.
    maxWorkers: 2,
    projects: [
      // The core is pure: its tests run in Node as they are ...
      {
        test: {
          ...patience,
          name: 'node',
          include: ['test/{protocol,docs,opinion,dev,console}/**/*.test.ts'],
        },
      },
      // ... and in workerd, many files in one, since nothing of it remembers anything. To start
      // workerd and load the Worker for a file costs more than most files do, so files that need no
      // storage of their own are here as well.
      {
        plugins: [workerd()],
        test: {
          ...patience,
          name: 'core',
          include: ['test/protocol/**/*.test.ts', ...WITHOUT_STORAGE],
          isolate: false,
        },
      },
      // Everything else runs in workerd too. Files share its two processes, one after the other,
      // and each begins with empty storage (test/support/empty-storage.ts). Modules stay loaded, so
      // that no test may depend on their state.
      {
        plugins: [workerd()],
        test: {
          ...patience,
          name: 'workerd',
          include: ['test/{login,http,flows,gate,storage}/**/*.test.ts'],
          exclude: WITHOUT_STORAGE,
          setupFiles: ['./test/support/storage-of-a-file.ts', './test/support/held-alarms.ts'],
          isolate: false,
        },
      },
    ],
  },
})
