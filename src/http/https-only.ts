// https alone. The platform serves a host over http as well, so the Worker has to turn that away:
// whatever came this way could be read on it. A page that is asked for is found again over https
// (308); anything else is refused, and told what it gave away.

import type { Context, MiddlewareHandler } from 'hono'
import type { Config } from '../env.ts'
import { LOGIN_REFUSALS } from '../login/login-refusals.ts'
import { logRefusal } from './answer-refusal.ts'
import { answerProblem, isUnderApi, refuseUnderApi } from './api-shell.ts'
import { MisdirectedPage } from './pages/misdirected-page.tsx'
import { showPage } from './pages/parts/show-page.ts'
import { refer } from './reference.ts'

/** The scheme and authority of a request are not ours to answer for (RFC 9110 §15.5.20). */
const MISDIRECTED = 421

/**
 * Lets a request through whose scheme and host are those of one of our origins. The host is known
 * to be ours.
 */
export function httpsOnly({
  origins,
  publicOrigin,
}: Pick<Config, 'origins' | 'publicOrigin'>): MiddlewareHandler {
  const served = new Set(origins)
  const secure = new Map(
    origins.filter((one) => one.startsWith('https:')).map((one) => [new URL(one).host, one]),
  )
  return (c, next) => {
    const url = new URL(c.req.url)
    if (served.has(url.origin)) return next()
    const origin = secure.get(url.host)
    if (isUnderApi(c)) {
      const code = origin === undefined ? 'api_misdirected' : 'api_https_required'
      return turned(refuseApi(c, code, publicOrigin))
    }
    // An origin on loopback that is http by configuration, asked for over https.
    if (origin === undefined) return turned(showPage(c, MisdirectedPage(), { status: MISDIRECTED }))
    if (c.req.method === 'GET' || c.req.method === 'HEAD')
      return turned(c.redirect(`${origin}${url.pathname}${url.search}`, 308))
    return turned(refuseForm(c, origin))
  }
}

async function refuseApi(
  c: Context,
  code: 'api_misdirected' | 'api_https_required',
  origin: string,
): Promise<Response> {
  logRefusal({ code }, await refer(c, { code }))
  return refuseUnderApi(c, code, { origin })
}

const turned = async (answer: Response | Promise<Response>): Promise<Response> => answer

async function refuseForm(c: Context, origin: string): Promise<Response> {
  const code = 'login_https_required'
  const reference = await refer(c, { code })
  logRefusal({ code }, reference)
  const { message, fixedBy } = LOGIN_REFUSALS[code]
  if (!c.req.header('Accept')?.includes('text/html')) {
    const problem = {
      title: message,
      detail: message,
      status: MISDIRECTED,
      code,
      request_id: reference,
    }
    return answerProblem(problem, { origin })
  }
  const title = 'This address takes https alone'
  const startAgain = `${origin}${new URL(c.req.url).pathname}`
  const { RefusalPage } = await import('./pages/refusal-page.tsx')
  const page = RefusalPage({ code, title, message, fixedBy, reference, startAgain })
  return showPage(c, page, { status: MISDIRECTED })
}
