// How Vite builds and serves the console. It has no configuration file of its own, so that nothing
// else picks it up.

import path from 'node:path'
import react from '@vitejs/plugin-react'
import { type BuildOptions, build, type InlineConfig } from 'vite'
import { ROOT } from '../worker.ts'

/** The sources of the console. */
export const CONSOLE_SOURCES = path.join(ROOT, 'src/console')

/** The configuration that building and hot reload have in common. */
export const consoleConfig = (): InlineConfig => ({
  configFile: false,
  envDir: false,
  root: CONSOLE_SOURCES,
  base: '/console/',
  publicDir: false,
  plugins: [react()],
  logLevel: 'warn',
})

/**
 * What every visit needs: the shell, the API client and the parts that most screens are made of. In
 * one file, because many small ones weigh more and take more requests.
 */
const FIRST = new RegExp(
  [
    '/src/console/(?:main\\.tsx',
    'api/[^/]+',
    'parts/(?!conflict|diff|filters|secret|stepper)[^/]+',
    'app/(?!command-menu|interruption-dialog\\.|jump|key-list|nobody)[^/]+)$',
  ].join('|'),
)

const buildConfig = (where: BuildOptions): InlineConfig => ({
  ...consoleConfig(),
  mode: 'production',
  build: {
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    // An inlined file would be a `data:` URL, which the policy forbids for scripts and fonts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', test: FIRST }] } } },
    ...where,
  },
})

/** Builds the console for people; `where` says what becomes of its files. */
export async function runBuild(where: BuildOptions) {
  const { NODE_ENV } = process.env
  // React and Vite build for developers otherwise, as inside of a test.
  process.env.NODE_ENV = 'production'
  try {
    return await build(buildConfig(where))
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}
