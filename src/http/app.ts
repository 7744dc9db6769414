// The shell around every route: which hosts are ours, an id for each request, and what a fault looks like from outside.

import { type Context, Hono } from 'hono'
import { ConfigurationInMotion } from '../login/admit-response.ts'
import { Outage } from '../outage.ts'
import { isUnderApi, refuseUnderApi } from './api-shell.ts'
import type { Deps } from './deps.ts'
import { completeHeaders } from './headers.ts'
import { httpsOnly } from './https-only.ts'
import { MisdirectedPage } from './pages/misdirected-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { FaultPage, OutagePage } from './pages/outage-page.tsx'
import { showPage } from './pages/show-page.ts'
import { limitAddresses } from './rate-limit-address.ts'
import { newRequestId } from './reference.ts'
import { routes } from './routes.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Quoted on pages and in problems; stands in the log beside what happened. */
    requestId: string
  }
}

const RETRY_AFTER_SECONDS = 5

/** Puts the application together. Absolute URLs come from the configuration alone, so a foreign Host is refused (421). */
export function createApp(deps: Deps): Hono {
  const hosts = new Set(deps.config.origins.map((origin) => new URL(origin).host))
  const origin = deps.config.publicOrigin
  const complete = completeHeaders(deps.config)
  const app = new Hono()

  app.use(async (c, next) => {
    const requestId = newRequestId(deps.random)
    c.set('requestId', requestId)
    const url = new URL(c.req.url)
    if (hosts.has(url.host)) await next()
    else c.res = await misdirected(c, origin)
    complete(c.res.headers, { url, requestId })
  })

  app.use(limitAddresses(deps))
  app.use(httpsOnly(deps.config))
  app.route('/', routes(deps))
  app.notFound((c) =>
    isUnderApi(c)
      ? refuseUnderApi(c, 'api_route_unknown', { origin })
      : showPage(c, NotFoundPage(), { status: 404 }),
  )
  app.onError((fault, c) => {
    const reference = c.get('requestId')
    if (fault instanceof Outage || fault instanceof ConfigurationInMotion) {
      console.error(JSON.stringify({ event: 'outage', part: fault.message, reference }))
      const retry = { 'Retry-After': String(RETRY_AFTER_SECONDS) }
      if (isUnderApi(c)) return refuseUnderApi(c, 'api_unavailable', { origin, headers: retry })
      c.header('Retry-After', retry['Retry-After'])
      const page = OutagePage({ reference, retryAfterSeconds: RETRY_AFTER_SECONDS })
      return showPage(c, page, { status: 503 })
    }
    // The message of a fault may quote what it failed on; only its kind and place are logged (I7).
    console.error(JSON.stringify({ event: 'fault', kind: fault.name, at: place(fault), reference }))
    if (isUnderApi(c)) return refuseUnderApi(c, 'api_fault', { origin })
    return showPage(c, FaultPage({ reference }), { status: 500 })
  })
  return app
}

const misdirected = (c: Context, origin: string): Response | Promise<Response> =>
  isUnderApi(c)
    ? refuseUnderApi(c, 'api_misdirected', { origin })
    : showPage(c, MisdirectedPage(), { status: 421 })

/** The first frames of a stack without the message above them. */
const place = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' < ')
