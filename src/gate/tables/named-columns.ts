// What commands write down to be finished later names the columns of its rows, so a column may join a table meanwhile. Commands
// that were under way when that began had written down values alone: they are given the columns that there were then.

import type { SchemaStep } from './migrate.ts'

/** Rows of commands' last transactions, and what KV is owed after them. */
const COLUMNS = {
  links: 'tenant_id, user_id, connector_id',
  tests:
    'tenant_id, token_hash, sso_id, connector_id, version, configuration, on_trial, expires_at, state',
  connector_watch:
    'tenant_id, connector_id, cause, subject, seen, last_at, raised_at, recovered_at',
  mail_queue:
    'tenant_id, mail_id, user_id, kind, facts, sealed_url, created_at, expires_at, attempts, next_at',
  enforcement_exemptions: 'tenant_id, user_id, reason, until, created_at',
  break_glass: 'tenant_id, until, reason, created_at',
  recovery_codes: 'tenant_id, owner, digest, used_at',
  relinks: 'tenant_id, connector_id, user_id, idp_entity_id, identity_kind, expires_at',
  verified_domains: 'tenant_id, domain',
  kv_writes: 'tenant_id, key, value',
}

/** A step of the gate's schema. The statements stand in JSON, where a line ends in `\n`. */
export const NAMED_COLUMNS: SchemaStep = Object.entries(COLUMNS).flatMap(([table, columns]) =>
  [' VALUES', ' SELECT', String.raw`\n`].map(
    (rest) =>
      `UPDATE intents SET effects = replace(effects, 'INTO ${table}${rest}', 'INTO ${table} (${columns})${rest}')`,
  ),
)
