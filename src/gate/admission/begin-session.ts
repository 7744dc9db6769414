// Step 7 of admission: the session of a login that is let in. The next step writes its row, which
// also carries the event.

import type { OpenSession } from '../../login/session.ts'
import type { User } from '../../tenants/user.ts'
import { openSession } from '../sessions/sessions.ts'
import type { EnteringLogin } from './may-enter.ts'

/** Makes the session of a user, with the applications that it opens. */
export function beginSession(sql: SqlStorage, login: EnteringLogin, user: User): OpenSession {
  const { tenantId, sid, connectorId, ssoId, environment, now, sessionExpiresAt } = login
  const session = {
    sid,
    tenantId,
    userId: user.id,
    connectorId,
    ssoId,
    methods: [],
    environment,
    createdAt: now,
    expiresAt: sessionExpiresAt,
    authnInstant: login.authnInstant,
    ...(login.authnContextClassRef === undefined
      ? {}
      : { authnContextClassRef: login.authnContextClassRef }),
  }
  return openSession(sql, session, user)
}
