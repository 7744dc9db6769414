// The shell around every route: which hosts are ours, an id for each request, and what a fault
// looks like from outside.

import type { Context, Hono } from 'hono'
import { ConfigurationInMotion } from '../login/configuration-in-motion.ts'
import { Outage } from '../outage.ts'
import { isUnderApi, refuseUnderApi } from './api-shell.ts'
import type { Deps, LoadAdministration } from './deps.ts'
import { completeHeaders } from './headers.ts'
import { httpsOnly } from './https-only.ts'
import { MisdirectedPage } from './pages/misdirected-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { FaultPage, OutagePage } from './pages/outage-page.tsx'
import { showPage } from './pages/parts/show-page.ts'
import { limitAddresses } from './rate-limit-address.ts'
import { newRequestId, refer, writeReference } from './reference.ts'
import { routes } from './routes.ts'
import { newApp } from './routing/new-app.ts'

const RETRY_AFTER_SECONDS = 5

/**
 * Puts the application together. Absolute URLs come from the configuration alone, so a foreign Host
 * is refused (421).
 */
export function createApp(deps: Deps, administration: LoadAdministration): Hono {
  const hosts = new Set(deps.config.origins.map((origin) => new URL(origin).host))
  const origin = deps.config.publicOrigin
  const complete = completeHeaders(deps.config)
  const app = newApp()

  app.use(async (c, next) => {
    const requestId = newRequestId(deps.random)
    c.set('requestId', requestId)
    c.set('refer', (refused) => writeReference(deps, requestId, refused))
    const url = new URL(c.req.url)
    if (hosts.has(url.host)) await next()
    else c.res = await misdirected(c, origin)
    complete(c.res.headers, { url, requestId: c.get('requestId') })
  })

  app.use(limitAddresses(deps))
  app.use(httpsOnly(deps.config))
  app.route('/', routes(deps, administration))
  app.notFound((c) =>
    isUnderApi(c)
      ? refuseUnderApi(c, 'api_route_unknown', { origin })
      : showPage(c, NotFoundPage(), { status: 404 }),
  )
  app.onError(async (fault, c) => {
    const isOutage = fault instanceof Outage || fault instanceof ConfigurationInMotion
    const part = isOutage ? 'service_unavailable' : 'service_fault'
    const code = isUnderApi(c) ? (isOutage ? 'api_unavailable' : 'api_fault') : part
    const reference = await refer(c, { code })
    // The message of a fault may quote what it failed on; only its kind and place are logged (I7).
    const facts = isOutage ? { part: fault.message } : { kind: fault.name, at: place(fault) }
    console.error(JSON.stringify({ event: isOutage ? 'outage' : 'fault', ...facts, reference }))
    return showFault(c, { code, reference, origin })
  })
  return app
}

interface ShownFault {
  readonly code: 'api_unavailable' | 'api_fault' | 'service_unavailable' | 'service_fault'
  readonly reference: string
  readonly origin: string
}

function showFault(c: Context, { code, reference, origin }: ShownFault) {
  const retry = { 'Retry-After': String(RETRY_AFTER_SECONDS) }
  switch (code) {
    case 'api_unavailable':
      return refuseUnderApi(c, code, { origin, headers: retry })
    case 'api_fault':
      return refuseUnderApi(c, code, { origin })
    case 'service_fault':
      return showPage(c, FaultPage({ reference }), { status: 500 })
    case 'service_unavailable': {
      c.header('Retry-After', retry['Retry-After'])
      const page = OutagePage({ reference, retryAfterSeconds: RETRY_AFTER_SECONDS })
      return showPage(c, page, { status: 503 })
    }
  }
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
