// Every address that a screen may link to leads to a screen.

import path from 'node:path'
import { expect, it } from 'vitest'
import { readFiles } from '../../dev/house/read-files.ts'
import { paths } from '../../src/console/parts/paths.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** The map of addresses, read as text: in Node there is no page to route. */
const [router] = readFiles(ROOT, ['src/console/app']).filter(({ path: file }) =>
  file.endsWith('/router.tsx'),
)
const patterns = [...(router?.text ?? '').matchAll(/(?:\[|path: )'(\/[^']*)'/g)].map(
  ([, pattern = '']) => new RegExp(`^${pattern.replace(/\$\w+/g, '[^/]+')}$`),
)

it('has a route', () => {
  const made = Object.values(paths).map((to) =>
    typeof to === 'string' ? to : to('ten_1', 'x_2', 'y_3'),
  )
  expect(patterns.length).toBeGreaterThan(20)
  expect(made.filter((to) => !patterns.some((pattern) => pattern.test(to)))).toEqual([])
})
