// The limits of whoever is not known yet: by network address, at one tenant or application and
// altogether. In front of every route, before anything is read.

import type { Context, MiddlewareHandler } from 'hono'
import { LOGIN_REFUSALS } from '../login/login-refusals.ts'
import { networkOf } from '../login/network.ts'
import { ENVELOPE_REFUSALS } from '../tenants/commands/envelope.ts'
import { isId } from '../tenants/ids.ts'
import { answerProblem, isUnderApi } from './api-shell.ts'
import type { Deps } from './deps.ts'
import { showPage } from './pages/parts/show-page.ts'
import { allows, RATE_POLICIES } from './rate-limits.ts'
import { refer } from './reference.ts'

const MAX_CLIENT_ID_LENGTH = 64

/**
 * Turns floods away with 429: a page for people, a problem for programs. Without an address nothing
 * is counted.
 */
export function limitAddresses({
  rateLimits,
  config,
}: Pick<Deps, 'rateLimits' | 'config'>): MiddlewareHandler {
  return async (c, next) => {
    const ip = c.req.header('CF-Connecting-IP')
    if (ip === undefined) return next()
    const network = networkOf(ip)
    const allowed = await Promise.all([
      allows(rateLimits.visitor, `${subjectOf(c)} ${network}`),
      allows(rateLimits.address, network),
    ])
    return allowed.includes(false) ? refuse(c, config.publicOrigin) : next()
  }
}

/** What a request is about: an SSO key, a client, or the part of the service. */
function subjectOf(c: Context): string {
  const [area = '', id = ''] = c.req.path.split('/').slice(1, 3)
  if (area === 'sso' && isId('sso', id)) return id
  if (area !== 'oauth2') return area
  // A client that authenticates in the body is counted with the others of its address: the body is
  // not read here.
  const client = c.req.query('client_id') ?? basicUser(c.req.header('Authorization'))
  return `oauth2 ${client?.slice(0, MAX_CLIENT_ID_LENGTH) ?? ''}`
}

/** Not decoded: a client always writes its name in the same way. */
const basicUser = (authorization: string | undefined): string | undefined =>
  /^Basic +(\S+)/i.exec(authorization ?? '')?.[1]

/** Not logged: a flood must not fill the log either. */
async function refuse(c: Context, origin: string): Promise<Response> {
  const code = isUnderApi(c) ? 'api_rate_limited' : 'login_rate_limited'
  const reference = await refer(c, { code })
  const { seconds } = RATE_POLICIES.visitor
  const retry = { 'Retry-After': String(seconds) }
  const where = { origin, headers: retry }
  if (isUnderApi(c)) {
    const { message } = ENVELOPE_REFUSALS.api_rate_limited
    return answerProblem(problemOf('api_rate_limited', message, reference), where)
  }
  const { message, fixedBy } = LOGIN_REFUSALS.login_rate_limited
  if (!c.req.header('Accept')?.includes('text/html'))
    return answerProblem(problemOf('login_rate_limited', message, reference), where)
  c.header('Retry-After', retry['Retry-After'])
  const title = 'Please wait a moment'
  const id = c.req.path.split('/')[2] ?? ''
  const startAgain = isId('sso', id) ? `/sso/${id}/auth` : undefined
  const { RefusalPage } = await import('./pages/refusal-page.tsx')
  const page = RefusalPage({
    code: 'login_rate_limited',
    title,
    message,
    fixedBy,
    reference,
    startAgain,
  })
  return showPage(c, page, { status: 429 })
}

const problemOf = (code: string, message: string, request_id: string) => ({
  title: message,
  detail: message,
  status: 429,
  code,
  request_id,
})
