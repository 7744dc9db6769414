// The login configuration of an SSO key as D1 keeps it: the source when KV has none.

import { eq } from 'drizzle-orm'
import { reaching } from '../../outage.ts'
import type { SsoId } from '../../tenants/ids.ts'
import { openDatabase } from './database.ts'
import { loginConfigurations } from './schema/index.ts'

/** Finds the configuration as text, with its hash. */
export const findLoginConfiguration = (d1: D1Database, ssoId: SsoId) =>
  reaching('D1', async () =>
    openDatabase(d1)
      .select()
      .from(loginConfigurations)
      .where(eq(loginConfigurations.ssoId, ssoId))
      .get(),
  )
