import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { patience, workerd } from '../../vitest.config.ts'

export default defineConfig({
  root: path.join(import.meta.dirname, '../..'),
  plugins: [workerd({ main: './test/faults/worker.ts' })],
  test: {
    ...patience,
    include: ['test/faults/**/*.test.ts'],
    setupFiles: ['./test/support/apply-migrations.ts'],
    maxWorkers: 2,
  },
})
