// Looks at a deployment from outside, as a browser and an application would. It changes nothing and
// needs no credentials; an SSO key to look at is found in D1 by whoever calls.

import { X509Certificate } from 'node:crypto'
import { type Answer, type Ask, createAsk } from './ask.ts'
import { Mistake } from './mistake.ts'

export interface CheckInput {
  readonly origin: string
  /** Where to send the requests instead of to the origin's own address. */
  readonly via?: string
  /** An SSO key that exists, if there is one. */
  readonly ssoId?: string
  readonly waitSeconds: number
}

/** One thing that was looked at. */
export interface Check {
  readonly title: string
  run(ask: Ask): Promise<void>
}

const POLL_MS = 2_000

/** The checks of a deployment, in order. The first one waits until the deployment answers. */
export const checksOf = ({ origin, ssoId, waitSeconds }: CheckInput): readonly Check[] => [
  { title: `${origin} answers`, run: (ask) => waitForAnswer(ask, waitSeconds) },
  { title: 'Pages carry their security headers', run: checkHeaders },
  {
    title: 'Discovery names this address as the issuer',
    run: (ask) => checkDiscovery(ask, origin),
  },
  { title: 'Keys for ID tokens are published', run: checkKeys },
  { title: 'The API is described, and closed to strangers', run: checkApi },
  { title: 'The console is served, with its files', run: checkConsole },
  ssoId === undefined
    ? { title: 'The database is read (no SSO key exists yet)', run: checkEmpty }
    : {
        title: `The metadata of ${ssoId} name this address and carry its certificate`,
        run: (ask) => checkMetadata(ask, origin, ssoId),
      },
]

/** Makes what the checks ask with. */
export const askFor = ({ origin, via }: CheckInput): Ask => createAsk(origin, via)

async function waitForAnswer(ask: Ask, waitSeconds: number): Promise<void> {
  const until = Date.now() + waitSeconds * 1_000
  for (;;) {
    const answer = await ask('/').catch((fault: unknown) => String(fault))
    if (typeof answer !== 'string' && answer.status === 200) return
    if (typeof answer !== 'string' && answer.status === 503) throw unconfigured(answer)
    if (Date.now() >= until) throw new Mistake(silent(answer))
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

function unconfigured({ body }: Answer): Mistake {
  const names = [...new Set(body.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [])]
  return new Mistake(
    names.length === 0
      ? 'It answers 503: a part is out of reach. Try again in some minutes with --check.'
      : `It answers 503: the Worker does not start. Look at ${names.join(', ')}.`,
  )
}

const silent = (answer: Answer | string): string =>
  typeof answer === 'string'
    ? `It does not answer (${answer}). A new domain takes some minutes for DNS and its certificate: try again with --check.`
    : `It answers ${answer.status} instead of 200${answer.status === 421 ? ': the Worker has another PUBLIC_ORIGIN' : ''}. Try again with --check.`

async function checkHeaders(ask: Ask): Promise<void> {
  const { headers } = await ask('/')
  const missing = [
    'strict-transport-security',
    'x-content-type-options',
    'content-security-policy',
  ].filter((name) => headers[name] === undefined)
  if (missing.length > 0) throw new Mistake(`These headers are missing: ${missing.join(', ')}.`)
}

async function checkDiscovery(ask: Ask, origin: string): Promise<void> {
  const { issuer } = await json<{ issuer?: string }>(ask, '/.well-known/openid-configuration')
  if (issuer !== origin) throw new Mistake(`The issuer is ${issuer}, not ${origin}.`)
}

async function checkKeys(ask: Ask): Promise<void> {
  const { keys = [] } = await json<{ keys?: readonly object[] }>(ask, '/oauth2/jwks')
  if (keys.length === 0) throw new Mistake('There is no key: no ID token could be verified.')
}

async function checkApi(ask: Ask): Promise<void> {
  await json(ask, '/api/v1/openapi.json')
  const { status } = await ask('/api/v1/tenants')
  if (status !== 401)
    throw new Mistake(`Without a key the API answers ${status} instead of 401 to /api/v1/tenants.`)
}

/** The document names its files, and they are those that were deployed with this Worker. */
async function checkConsole(ask: Ask): Promise<void> {
  const { body } = await ask('/console/')
  const [, script] = /src="(\/console\/assets\/[^"]+)"/.exec(body) ?? []
  const file = script === undefined ? undefined : await ask(script)
  if (file?.status !== 200)
    throw new Mistake('The console names a file that is not there. Deploy again.')
}

/** An SSO key that nobody issued: the answer takes a read of KV and of D1. */
async function checkEmpty(ask: Ask): Promise<void> {
  const { status } = await ask(`/sso/sso_${'0'.repeat(24)}/saml/metadata`)
  if (status !== 404) throw new Mistake(`An unknown SSO key is answered ${status} instead of 404.`)
}

async function checkMetadata(ask: Ask, origin: string, ssoId: string): Promise<void> {
  const own = `/sso/${ssoId}/saml`
  const { status, body } = await ask(`${own}/metadata`)
  if (status !== 200) throw new Mistake(`Its metadata is answered ${status} instead of 200.`)
  // An SSO key keeps the address it was issued under, which may be an earlier one.
  const [, entityId = ''] = /entityID="([^"]+)"/.exec(body) ?? []
  if (!entityId.endsWith(`${own}/metadata`))
    throw new Mistake(`Its metadata name ${entityId || 'nobody'}, not ${origin}${own}/metadata.`)
  const { body: pem } = await ask(`${own}/certificate.pem`)
  const certificate = new X509Certificate(pem)
  if (!body.replaceAll(/\s/g, '').includes(certificate.raw.toString('base64')))
    throw new Mistake('Its metadata do not carry the certificate that certificate.pem gives.')
  if (certificate.validToDate.getTime() < Date.now())
    throw new Mistake(`Its certificate has expired on ${certificate.validTo}.`)
}

async function json<T>(ask: Ask, path: string): Promise<T> {
  const { status, body } = await ask(path)
  if (status !== 200) throw new Mistake(`${path} is answered ${status} instead of 200.`)
  return JSON.parse(body)
}
