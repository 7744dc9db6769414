// Routes are found in a trie, which a cold start has at once. It must find what hono's default
// router finds, whatever the path is made of.

import type { Router } from 'hono/router'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { expect, it } from 'vitest'
import { createRouter } from '../../src/http/routing/new-app.ts'
import { countBindings } from '../support/counted-bindings.ts'
import { buildApp } from '../support/stage.ts'

const { routes } = buildApp(countBindings())

/** Finds the numbers of routes, each with its parameters. */
function finder(router: Router<number>) {
  for (const [n, { method, path }] of routes.entries()) router.add(method, path, n)
  return (method: string, path: string) => {
    const [found, values] = router.match(method, path)
    // One router gives the values, the other their places in a list of them.
    return found.map(([n, params]) => [
      n,
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          decodeURIComponent(`${typeof value === 'number' ? values?.[value] : value}`),
        ]),
      ),
    ])
  }
}

const VALUES = [
  'x',
  'a.b',
  'a%2Fb',
  ':y',
  ':ssoId',
  ':code',
  '*',
  'a*',
  '',
  '__proto__',
  'constructor',
  'ä',
  ' ',
]
const written = (path: string, value: string) =>
  path.replaceAll(/:\w+/g, () => value).replaceAll('*', () => value)
const SPOILT: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}/`,
  (path) => `${path}//`,
  (path) => `${path}/more`,
  (path) => `/${path}`,
  (path) => `/x${path}`,
  (path) => path.slice(0, -1),
  (path) => path.toUpperCase(),
  (path) => path.replace(/\/[^/]*$/, ''),
  (path) => path.replace('/', '//'),
  (path) => path.replace(/^\/[^/]*/, ''),
]

it('finds the routes that the default router of hono finds', () => {
  const [trie, regExp] = [finder(createRouter()), finder(new RegExpRouter())]
  let compared = 0
  for (const { path } of routes)
    for (const value of VALUES)
      for (const spoil of SPOILT)
        for (const method of ['GET', 'POST', 'HEAD', 'PUT', 'ALL', '']) {
          // The path of a URL begins with a slash.
          const asked = spoil(written(path, value)).replace(/^(?!\/)/, '/')
          expect(trie(method, asked), `${method} ${asked}`).toEqual(regExp(method, asked))
          compared++
        }
  expect(compared).toBeGreaterThan(10_000)
  expect(trie('POST', '/sso/sso_1/saml/acs').at(-1)?.[1]).toEqual({ ssoId: 'sso_1' })
})
