// How Vite builds and serves the console. It has no configuration file of its own, so that nothing
// else picks it up.

import path from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'
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
