// The schema of a tenant's gate, step by step. A step is never edited and none is put between others: gates that exist have
// taken the ones before (`migrate.ts`).

import { ACCOUNT_TABLES } from './account-tables.ts'
import { ADMIN_LOGIN_SOURCES } from './accounts/admin-logins.ts'
import { ANNOUNCEMENTS } from './accounts/announcements.ts'
import { ENFORCEMENT_TABLES } from './accounts/enforcement.ts'
import { LINKS_BY_USER } from './accounts/password-links.ts'
import { ENROLMENT_TABLES, FACTOR_PROOFS, PROVEN_HANDLES } from './accounts/second-factor-tables.ts'
import { PLANNED_STARTS } from './accounts/start-enforcement.ts'
import { ADDRESS_KEYS } from './addresses.ts'
import { ADMINISTRATOR_INDEX } from './administrators.ts'
import { CASE_VARIANTS } from './case-variants.ts'
import { COMPARISONS } from './commands/reconcile-users.ts'
import { CONFIGURATION_TABLES } from './configuration-tables.ts'
import { FOLLOWED_URLS, TENANT_LANDING } from './configurations.ts'
import { WATCH_TABLES } from './connector-watch.ts'
import { DECLARED_ROLES } from './declared-roles.ts'
import { CLEARING } from './deleted-tenants.ts'
import { RESPONSE_TABLES } from './event-responses.ts'
import { GRANT_ENVIRONMENTS, GRANT_RETURN_URLS, GRANTS_UNDER_WAY } from './grants.ts'
import { IDP_LOGOUT_TABLES, SESSION_INDEX_KEYS } from './idp-logouts.ts'
import { LAST_INTENT_TABLES } from './last-intent.ts'
import { LINK_TABLES } from './links.ts'
import { LOGIN_EVENT_TABLES } from './login-events.ts'
import { LOGIN_TABLES } from './login-tables.ts'
import type { SchemaStep } from './migrate.ts'
import { NAMED_COLUMNS } from './named-columns.ts'
import { RECORD_TABLES } from './recorded-rows.ts'
import { RELINK_ATTEMPTS } from './relink-attempts.ts'
import { RELINK_TABLES } from './relinks.ts'
import { ENTERED_SESSIONS, SESSION_CODES } from './session-row.ts'
import { USER_COLUMNS } from './users.ts'
import { DOMAIN_TABLES } from './verified-domains.ts'
import { LEARNED_ISSUERS, TEST_ENDS } from './version-tests.ts'
import { WEBHOOK_TABLES } from './webhook-tables.ts'

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
