// The schema of a tenant's gate, step by step. A step is never edited and none is put between others: gates that exist have
// taken the ones before (`migrate.ts`).

import { CASE_VARIANTS } from './admission/case-variants.ts'
import { RELINK_ATTEMPTS } from './admission/relink-attempts.ts'
import { RELINK_TABLES } from './admission/relinks.ts'
import { LEARNED_ISSUERS, TEST_ENDS } from './admission/version-tests.ts'
import { COMPARISONS } from './commands/repair/reconcile-users.ts'
import { CLEARING } from './commands/tenants/deleted-tenants.ts'
import { WATCH_TABLES } from './connector-health/connector-watch.ts'
import { LINKS_BY_USER } from './credentials/password-links.ts'
import { ADMIN_LOGIN_SOURCES } from './enforcement/admin-logins.ts'
import { ENFORCEMENT_TABLES } from './enforcement/enforcement.ts'
import { LAST_INTENT_TABLES } from './intents/last-intent.ts'
import { RECORD_TABLES } from './intents/recorded-rows.ts'
import { ANNOUNCEMENTS } from './outbox/announcements.ts'
import { RESPONSE_TABLES } from './outbox/event-responses.ts'
import { PLANNED_STARTS } from './queue/start-enforcement.ts'
import { IDP_LOGOUT_TABLES, SESSION_INDEX_KEYS } from './sessions/idp-logouts.ts'
import { USER_COLUMNS } from './sessions/users.ts'
import { ACCOUNT_TABLES } from './tables/account-tables.ts'
import { ADDRESS_KEYS } from './tables/addresses.ts'
import { ADMINISTRATOR_INDEX } from './tables/administrators.ts'
import { CONFIGURATION_TABLES } from './tables/configuration-tables.ts'
import { FOLLOWED_URLS, TENANT_LANDING } from './tables/configurations.ts'
import { DECLARED_ROLES } from './tables/declared-roles.ts'
import { GRANT_ENVIRONMENTS, GRANT_RETURN_URLS, GRANTS_UNDER_WAY } from './tables/grants.ts'
import { LINK_TABLES } from './tables/links.ts'
import { LOGIN_EVENT_TABLES } from './tables/login-events.ts'
import { LOGIN_TABLES } from './tables/login-tables.ts'
import type { SchemaStep } from './tables/migrate.ts'
import { NAMED_COLUMNS } from './tables/named-columns.ts'
import { ENROLMENT_TABLES, FACTOR_PROOFS, PROVEN_HANDLES } from './tables/second-factor-tables.ts'
import { ENTERED_SESSIONS, SESSION_CODES } from './tables/session-row.ts'
import { DOMAIN_TABLES } from './tables/verified-domains.ts'
import { WEBHOOK_TABLES } from './tables/webhook-tables.ts'

/** In the order in which gates take them. */
export const TENANT_GATE_SCHEMA: readonly SchemaStep[] = [
  CONFIGURATION_TABLES,
  [LOGIN_TABLES],
  [RESPONSE_TABLES],
  [WEBHOOK_TABLES],
  [RECORD_TABLES],
  IDP_LOGOUT_TABLES,
  GRANT_ENVIRONMENTS,
  USER_COLUMNS,
  LINK_TABLES,
  [LAST_INTENT_TABLES],
  DOMAIN_TABLES,
  GRANT_RETURN_URLS,
  TENANT_LANDING,
  RELINK_TABLES,
  DECLARED_ROLES,
  ACCOUNT_TABLES,
  ADMINISTRATOR_INDEX,
  WATCH_TABLES,
  FACTOR_PROOFS,
  ENFORCEMENT_TABLES,
  SESSION_CODES,
  LOGIN_EVENT_TABLES,
  GRANTS_UNDER_WAY,
  ENROLMENT_TABLES,
  ADMIN_LOGIN_SOURCES,
  RELINK_ATTEMPTS,
  ENTERED_SESSIONS,
  CLEARING,
  COMPARISONS,
  FOLLOWED_URLS,
  PROVEN_HANDLES,
  ANNOUNCEMENTS,
  NAMED_COLUMNS,
  PLANNED_STARTS,
  LINKS_BY_USER,
  TEST_ENDS,
  SESSION_INDEX_KEYS,
  CASE_VARIANTS,
  ADDRESS_KEYS,
  LEARNED_ISSUERS,
]
