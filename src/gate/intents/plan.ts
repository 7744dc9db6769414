// A plan: what a command decided to change, and what it will answer. Planning reads and decides; it
// changes nothing.

import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import type { Result } from '../../result.ts'
import type { Database } from '../../storage/d1/database.ts'
import { loginConfigurations } from '../../storage/d1/schema/index.ts'
import { valueKey } from '../../storage/kv/keys.ts'
import { type Statement, toStatement } from '../../storage/statement.ts'
import type { AuditEntry } from '../../tenants/commands/audit.ts'
import { canonicalJson } from '../../tenants/commands/canonical-json.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../../tenants/commands/commands.ts'
import type { Origin } from '../../tenants/commands/envelope.ts'
import type { ConfigurationReads } from '../../tenants/commands/ports.ts'
import type {
  LoginConfiguration,
  LoginPointer,
} from '../../tenants/connectors/login-configuration.ts'
import type { SsoId } from '../../tenants/ids.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { GateContext } from '../tables/context.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'
import type { Effects } from './intents.ts'
import { owePointer, oweWithdrawal, oweWrite } from './kv-writes.ts'

/**
 * What a planner works with: the gate, D1 as nothing else is writing it, and the tenant that the
 * command names.
 */
export interface Scope extends GateContext {
  readonly sql: SqlStorage
  readonly db: Database
  readonly reads: ConfigurationReads
  readonly tenant: Tenant
  /** On whose behalf. */
  readonly origin: Origin
}

/** `before` and `after` replace both of what would be taken from the command's target. */
export type AuditNote = Partial<Pick<AuditEntry, 'action' | 'target' | 'before' | 'after'>>

export interface Plan<T> {
  readonly result: T
  /** Login configurations that change, one per SSO key. */
  readonly publish?: readonly LoginConfiguration[]
  /** SSO keys that cease to exist. */
  readonly withdraw?: readonly SsoId[]
  readonly removal?: boolean
  readonly reserve?: readonly GateStatement[]
  readonly undo?: readonly GateStatement[]
  readonly record?: readonly Statement[]
  readonly commit?: readonly GateStatement[]
  /**
   * What the audit log says, where it is not what the command's name and its target before and
   * after make of it.
   */
  readonly audit?: AuditNote
}

export type Planned<K extends CommandKind> = Promise<Result<Plan<CommandResults[K]>, TenantRefusal>>

/**
 * Plans one kind of command. The queue runs one command at a time, so nothing changes between its
 * reads and its effects.
 */
type Planner<K extends CommandKind> = (scope: Scope, command: CommandOf<K>) => Planned<K>

/** The planners of some commands. */
export type Planners<K extends CommandKind> = { readonly [Kind in K]: Planner<Kind> }

/** What a plan's publications and withdrawals come to, beside what it lists itself. */
export async function toEffects(
  { sql, db, tenant }: Scope,
  plan: Plan<unknown>,
): Promise<{ readonly effects: Effects; readonly reserve: readonly GateStatement[] }> {
  const published = await Promise.all((plan.publish ?? []).map(serialise))
  const fresh = published.filter((value) => !isPublished(sql, value))
  return {
    reserve: [...(plan.reserve ?? []), ...published.flatMap(rememberValue)],
    effects: {
      tenantId: tenant.id,
      removal: plan.removal ?? false,
      values: published.map(({ config, text }) => ({ key: valueKey(config), text })),
      record: [...(plan.record ?? []), ...published.map((value) => recordValue(db, value))],
      commit: plan.commit ?? [],
      undo: [...(plan.undo ?? []), ...fresh.flatMap(forgetValue)],
      owe: [
        ...published.flatMap(owePointerTo),
        ...(plan.withdraw ?? []).flatMap((ssoId) => oweWithdrawal(tenant.id, ssoId)),
      ],
    },
  }
}

interface Published {
  readonly configuration: LoginConfiguration
  readonly config: string
  readonly text: string
}

async function serialise(configuration: LoginConfiguration): Promise<Published> {
  const text = canonicalJson(configuration)
  return { configuration, config: await sha256Hex(text), text }
}

/**
 * Notes the value before KV has it, and calls off a deletion that is still owed to the same
 * content.
 */
const rememberValue = ({ configuration: { tenantId, ssoKey }, config }: Published) => [
  gateStatement(
    'INSERT OR IGNORE INTO published_values (tenant_id, sso_id, config) VALUES (?, ?, ?)',
    tenantId,
    ssoKey.id,
    config,
  ),
  gateStatement(
    'DELETE FROM kv_writes WHERE tenant_id = ? AND key = ?',
    tenantId,
    valueKey(config),
  ),
]

const isPublished = (
  sql: SqlStorage,
  { configuration: { tenantId, ssoKey }, config }: Published,
): boolean =>
  firstRow(
    sql,
    'SELECT 1 FROM published_values WHERE tenant_id = ? AND sso_id = ? AND config = ?',
    tenantId,
    ssoKey.id,
    config,
  ) !== undefined

/**
 * A command that is undone may have put its value already: nothing will ever point at it, and it
 * holds a sealed key.
 */
const forgetValue = ({ configuration: { tenantId, ssoKey }, config }: Published) => [
  gateStatement(
    'DELETE FROM published_values WHERE tenant_id = ? AND sso_id = ? AND config = ?',
    tenantId,
    ssoKey.id,
    config,
  ),
  oweWrite(tenantId, valueKey(config), null),
]

function recordValue(db: Database, { configuration, config, text }: Published): Statement {
  const { tenantId, ssoKey } = configuration
  return toStatement(
    db
      .insert(loginConfigurations)
      .values({ ssoId: ssoKey.id, tenantId, config, text })
      .onConflictDoUpdate({ target: loginConfigurations.ssoId, set: { config, text } }),
  )
}

function owePointerTo({ configuration, config }: Published) {
  const { tenantId, gate, ssoKey } = configuration
  const pointer: LoginPointer = { config, tenantId, gate }
  return owePointer(tenantId, ssoKey.id, { config, text: JSON.stringify(pointer) })
}
