/// <reference types="vite/client" />
// The one test that runs in workerd while mutants are run: it loads the tests of the product and
// runs what it is told to.

import { it } from 'vitest'
import { execute, load, renewBy } from './execute.ts'
import type { Order } from './order.ts'

const ORDERS = 'http://mutants.invalid/'
// Not imported by name: code for Node does not know the types of workerd.
const STORAGE = import.meta.glob<{ readonly emptyStorage: () => Promise<void> }>(
  '../../test/support/empty-storage.ts',
)
const MODULES = import.meta.glob('../../test/{login,flows,gate,http,storage,tenants}/**/*.test.ts')

it('runs tests against mutants', async () => {
  // A test may put something else in its place.
  const { fetch } = globalThis
  const [storage] = await Promise.all(Object.values(STORAGE).map((loadIt) => loadIt()))
  renewBy(async () => storage?.emptyStorage())
  const start = await fetch(ORDERS)
  const { files, mutant } = (await start.json()) as { files: readonly string[]; mutant?: string }
  await load(
    files.map((file) => [file, async () => MODULES[`../../${file}`]?.()] as const),
    mutant,
  )
  let report: unknown
  for (;;) {
    const body = report === undefined ? '' : JSON.stringify(report)
    const answer = await fetch(ORDERS, { method: 'POST', body })
    if (answer.status === 204) return
    report = await execute((await answer.json()) as Order)
  }
})
