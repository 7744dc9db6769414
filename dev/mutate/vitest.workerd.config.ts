// vitest for the one test that runs all others in workerd, mutant by mutant.

import { defineConfig } from 'vitest/config'
import { blocked, workerd } from '../../vitest.config.ts'
import type { Report } from './order.ts'

/** Gives orders to the test inside; everything else stays as unreachable as it is for all tests. */
async function answer(request: Request): Promise<Response> {
  const board = globalThis.switchboard
  if (board === undefined || new URL(request.url).hostname !== 'mutants.invalid')
    return blocked(request)
  if (request.method === 'GET') return Response.json({ files: board.files, mutant: board.mutant })
  const text = await request.text()
  const order = await board.next(text === '' ? undefined : (JSON.parse(text) as Report))
  return order === undefined ? new Response(null, { status: 204 }) : Response.json(order)
}

export default defineConfig({
  plugins: [
    {
      name: 'recorded-tests',
      enforce: 'pre',
      transform: (code, id) =>
        /\/test\/.*\.ts$/.test(id)
          ? code.replaceAll(/from 'vitest'/g, "from '/dev/mutate/vitest.ts'")
          : undefined,
    },
    workerd({ outbound: answer }),
  ],
  test: {
    testTimeout: 0,
    hookTimeout: 0,
    name: 'mutants',
    include: ['dev/mutate/in-workerd.test.ts'],
    setupFiles: ['./test/support/storage-of-a-file.ts'],
  },
})
