// Who is signed in (/session).

import type { Context } from 'hono'
import type { OpenSession } from '../login/session.ts'
import { answerProblem } from './api-shell.ts'
import type { Deps } from './deps.ts'
import { showPage } from './pages/parts/show-page.ts'
import { NoSessionPage, SessionPage } from './pages/session-page.tsx'
import { refer } from './reference.ts'
import { readSession } from './session-cookie.ts'
import { SHELL_REFUSALS } from './shell-refusals.ts'

/**
 * GET /session: who, which tenant, which roles, until when; a page for people and JSON for
 * programs.
 */
export const session = (deps: Deps) => async (c: Context) => {
  const open = await readSession(c, deps)
  const wantsPage = c.req.header('Accept')?.includes('text/html') ?? false
  if (open === undefined) {
    if (wantsPage) return showPage(c, NoSessionPage(), { status: 401 })
    const title = SHELL_REFUSALS.session_none.message
    const request_id = await refer(c, { code: 'session_none' })
    return answerProblem(
      { title, detail: title, status: 401, code: 'session_none', request_id },
      { origin: deps.config.publicOrigin },
    )
  }
  if (wantsPage) {
    const page = SessionPage({ ...open, expiresAt: open.session.expiresAt })
    return showPage(c, page, { formTarget: 'self' })
  }
  return c.json(describe(open), 200, { 'Cache-Control': 'no-store' })
}

const describe = ({ session, user, tenantName }: OpenSession) => ({
  user: {
    id: user.id,
    user_id: user.userId,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    name_alias: user.nameAlias,
    concurrency: user.concurrency,
    custom: user.custom,
  },
  tenant: { id: session.tenantId, name: tenantName },
  roles: user.roles,
  groups: user.groups,
  environment: session.environment,
  authenticated_at: new Date(session.authnInstant).toISOString(),
  expires_at: new Date(session.expiresAt).toISOString(),
})
