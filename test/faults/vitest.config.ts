import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { patience, workerd } from '../../vitest.config.ts'

export default defineConfig({
  root: path.join(import.meta.dirname, '../..'),
  plugins: [workerd({ main: './test/faults/worker.ts' })],
  test: {
    ...patience,
    include: ['test/faults/**/*.test.ts'],
    // An alarm that came by itself would be taken for one that is missing while it runs.
    setupFiles: ['./test/support/storage-of-a-file.ts', './test/support/held-alarms.ts'],
    maxWorkers: 2,
  },
})
