// What the platform serves without the Worker: the console's files, and nothing that a login asks.

import path from 'node:path'
import { expect, it } from 'vitest'
import { experimental_readRawConfig } from 'wrangler'
import { readFiles } from '../../dev/house/read-files.ts'
import { ROOT } from '../../dev/worker.ts'

const { assets } = experimental_readRawConfig({ config: path.join(ROOT, 'wrangler.toml') })
  .rawConfig as { assets: { run_worker_first: readonly string[]; not_found_handling: string } }

const isWorkerFirst = (asked: string): boolean =>
  assets.run_worker_first.some((pattern) =>
    pattern.endsWith('*') ? asked.startsWith(pattern.slice(0, -1)) : asked === pattern,
  )

/** The paths that the map of routes names, but for the console's own. */
function routedPaths(): readonly string[] {
  const [map] = readFiles(ROOT, ['src/http']).filter((file) => file.path === 'src/http/routes.ts')
  const paths = [...(map?.text ?? '').matchAll(/^\s+(?:\.\w+\(.*?|return .*)?'(\/[^']*)'/gm)]
  return paths.map(([, found = '']) => found).filter((found) => !found.startsWith('/console/'))
}

it('leaves every path of a login and of the API to the Worker alone', () => {
  const paths = routedPaths()
  expect(paths).toEqual(expect.arrayContaining(['/', '/sso/:ssoId/saml/acs', '/oauth2/token']))
  expect(paths.length).toBeGreaterThan(30)
  expect(paths.filter((one) => !isWorkerFirst(one))).toEqual([])
})

it('serves the document of the console by the Worker, which says what may run in it', () => {
  expect(isWorkerFirst('/console/index.html')).toBe(true)
})

it('asks the Worker for a file that is not there, so that no browser keeps the 404', () => {
  expect(assets.not_found_handling).toBe('none')
  expect(assets.run_worker_first.filter((pattern) => pattern.startsWith('!'))).toEqual([])
  expect(isWorkerFirst('/console/assets/index-1234abcd.js')).toBe(false)
})
