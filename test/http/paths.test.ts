// No secret stands in a path: platforms, proxies and browsers keep paths (finding: the link of a
// password stood there once).

import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { mountApi } from '../../src/http/api/mounted.ts'
import { countBindings } from '../support/counted-bindings.ts'
import { buildApp } from '../support/stage.ts'
import { wholeDeps } from '../support/whole-app.ts'

/**
 * Everything that may stand in a path, with where anybody may read it. Whoever adds a name here
 * says why it opens nothing to those who know it.
 */
const PUBLIC_NAMES: Readonly<Record<string, string>> = {
  code: 'docs/refusals.md',
  ssoId: 'SP metadata, the address of a sign-in',
  verb: 'the name of an operation, as `:spread`',
  tenant_id: 'answers of the API and `/session`',
  sso_id: 'as ssoId',
  api_key_id: 'answers of the API; the key itself is another value',
  external_idp_id: 'answers of the API',
  fingerprint: 'the digest of a public certificate',
  connector_id: 'answers of the API',
  application_id: 'answers of the API',
  user_id: 'answers of the API',
  session_id: 'answers of the API; the cookie seals it, and the bare value opens nothing',
  webhook_id: 'answers of the API',
  domain_id: 'answers of the API; the record to publish has another value',
  kid: 'the public JWKS',
  event_id: 'references on pages',
  setup_link_id: 'answers of the API; the token of the link is another value',
}

/**
 * The paths of the shell, and those of the API, which the shell loads when somebody asks for it.
 */
const paths = (): readonly string[] =>
  [...buildApp(countBindings()).routes, ...mountApi(wholeDeps(env)).routes].map(({ path }) => path)

it('has no parameter in a path but names that may be public', () => {
  const parameters = paths().flatMap((path) =>
    [...path.matchAll(/:(\w+)(?=[/{:]|$)/g)].map(([, name = '']) => name),
  )
  expect(parameters.length).toBeGreaterThan(100)
  const verbs = /^(activate|test|rotate)/
  const unknown = parameters.filter((name) => !(name in PUBLIC_NAMES) && !verbs.test(name))
  expect([...new Set(unknown)]).toEqual([])
})

it('has no path outside of the API with anything but an SSO key or a code of refusal in it', () => {
  const parameters = paths()
    .filter((path) => !path.startsWith('/api/'))
    .flatMap((path) => path.match(/:\w+/g) ?? [])
  expect([...new Set(parameters)]).toEqual([':ssoId', ':code'])
})
