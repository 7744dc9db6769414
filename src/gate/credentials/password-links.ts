// One-time links to a password: asked for, looked at, used.

import { INVITATION_LIFETIME, RESET_LIFETIME } from '../../login/lifetimes.ts'
import { makeLink } from '../../login/password/link.ts'
import type {
  LinkKey,
  LinkPurpose,
  LinkUse,
  OpenLink,
  PasswordStep,
  ResetRequest,
} from '../../login/password/ports.ts'
import { strongRandom } from '../../storage/random.ts'
import { newId, type UserId } from '../../tenants/ids.ts'
import type { QueuedMail } from '../../tenants/messages/mail.ts'
import { gateOf, type Tenant } from '../../tenants/tenant.ts'
import type { User } from '../../tenants/user.ts'
import { findPasswordBar, mayRecover } from '../enforcement/policy.ts'
import { appendEvent } from '../outbox/events.ts'
import { noticeTo, queueMail } from '../outbox/mail-queue.ts'
import type { RefusalRecord } from '../outbox/refused-attempts.ts'
import { stepAfterPassword } from '../sessions/password-sessions.ts'
import { endSessionsOf, exportUser } from '../sessions/users.ts'
import { holderOf } from '../tables/addresses.ts'
import { findTenant } from '../tables/configurations.ts'
import type { GateContext } from '../tables/context.ts'
import { findUser } from '../tables/find-user.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'
import { forgetAccount, withinQuota } from './attempts.ts'
import { writePassword } from './passwords.ts'

/** How often somebody may ask for a reset; milliseconds. */
const RESETS = { most: 3, window: 60 * 60_000 }

/** A link before anybody has it. */
export interface PreparedLink {
  readonly url: string
  readonly linkHash: string
  readonly mailId: string
  /** The URL, sealed for the mail. */
  readonly sealedUrl: string
}

/** Makes a link of a tenant, which is worth nothing until a row knows it. */
export async function prepareLink(
  { keyring, random, publicOrigin }: Pick<GateContext, 'keyring' | 'random' | 'publicOrigin'>,
  tenant: Tenant,
): Promise<PreparedLink> {
  const at = { gate: gateOf(tenant), tenantId: tenant.id }
  const { url, linkHash } = await makeLink({ keyring, random, publicOrigin }, at)
  const mailId = newId('msg', random)
  return { url, linkHash, mailId, sealedUrl: await keyring.seal('mail', mailId, url) }
}

/** How long a link lives, milliseconds. */
export const lifetimeOf = (purpose: LinkPurpose): number =>
  purpose === 'invitation' ? INVITATION_LIFETIME : RESET_LIFETIME

/** Makes a prepared link one of a person. */
export const linkStatement = (
  { tenantId, id }: Pick<User, 'tenantId' | 'id'>,
  { linkHash, purpose, expiresAt }: { linkHash: string; purpose: LinkPurpose; expiresAt: number },
): GateStatement =>
  gateStatement(
    `INSERT INTO password_links (tenant_id, link_hash, user_id, purpose, expires_at)
     VALUES (?, ?, ?, ?, ?)`,
    tenantId,
    linkHash,
    id,
    purpose,
    expiresAt,
  )

/** The mail that brings a person their link. */
export const linkMail = (
  { tenantId, id: userId }: Pick<User, 'tenantId' | 'id'>,
  { mailId, sealedUrl }: PreparedLink,
  { purpose, expiresAt }: { readonly purpose: LinkPurpose; readonly expiresAt: number },
): QueuedMail => ({
  id: mailId,
  tenantId,
  userId,
  kind: `password_${purpose}`,
  sealedUrl,
  expiresAt,
})

/**
 * Mails a link to whoever has the address and a password, unless that was asked for too often. Must
 * run inside a transaction.
 */
export function requestReset(
  sql: SqlStorage,
  { tenantId, email, address }: ResetRequest,
  { link, now }: { readonly link: PreparedLink; readonly now: number },
): void {
  const holder = holderOf(sql, tenantId, email)
  const subject = `reset ${holder ?? address}`
  if (!withinQuota(sql, { tenantId, subject, now }, RESETS)) return
  const user = holder === undefined ? undefined : findUser(sql, tenantId, holder)
  if (!user?.hasPassword) return
  const denial = findPasswordBar(sql, user, now)
  // Whoever may come back with a code of the tenant needs the password for it.
  if (denial && !mayRecover(sql, user, denial)) return
  const made = { purpose: 'reset' as const, expiresAt: now + RESET_LIFETIME }
  const { sql: statement, params } = linkStatement(user, { ...made, linkHash: link.linkHash })
  sql.exec(statement, ...params)
  queueMail(sql, linkMail(user, link, made), now)
}

type LinkRow = { user_id: UserId; purpose: LinkPurpose }

/** The link while it can be used, with what the page needs to know. */
export function findPasswordLink(
  sql: SqlStorage,
  { tenantId, linkHash }: LinkKey,
  now: number,
): OpenLink | undefined {
  const row = firstRow<LinkRow>(
    sql,
    `SELECT user_id, purpose FROM password_links
     WHERE tenant_id = ? AND link_hash = ? AND used_at IS NULL AND expires_at > ?`,
    tenantId,
    linkHash,
    now,
  )
  const user = row && findUser(sql, tenantId, row.user_id)
  const tenant = findTenant(sql, tenantId)
  if (
    row === undefined ||
    user?.email === undefined ||
    tenant === undefined ||
    user.status === 'inactive'
  )
    return undefined
  const { id: userId, email } = user
  const about = aboutOf(user, tenant.name)
  return { purpose: row.purpose, userId, email, tenantName: tenant.name, about }
}

/** What a password of a person must not be guessed from. */
export const aboutOf = (
  { email, firstName, lastName, nameAlias }: User,
  tenantName: string,
): readonly string[] =>
  [email, firstName, lastName, nameAlias, tenantName].filter((text) => text !== undefined)

/**
 * Uses a link, once (I3): sets the password, makes an invited person active, ends every session and
 * every other link of theirs, and goes on as a right password does. Second factors stay. Must run
 * inside a transaction.
 */
export function usePasswordLink(
  sql: SqlStorage,
  { tenantId, linkHash, password, next, event }: LinkUse,
  record: RefusalRecord,
): PasswordStep | undefined {
  const { now } = record
  const link = findPasswordLink(sql, { tenantId, linkHash }, now)
  const before = link && findUser(sql, tenantId, link.userId)
  if (link === undefined || before === undefined) return undefined
  const user: User = { ...before, status: 'active', hasPassword: true, updatedAt: now }
  writePassword(sql, user, password, now)
  for (const { sql: statement, params } of [
    gateStatement(
      'UPDATE password_links SET used_at = ? WHERE tenant_id = ? AND user_id = ? AND used_at IS NULL',
      now,
      tenantId,
      user.id,
    ),
    gateStatement(
      'UPDATE password_proofs SET spent_at = ? WHERE tenant_id = ? AND user_id = ? AND spent_at IS NULL',
      now,
      tenantId,
      user.id,
    ),
    gateStatement(
      'UPDATE users SET status = ?, updated_at = ? WHERE tenant_id = ? AND user_id = ?',
      user.status,
      now,
      tenantId,
      user.id,
    ),
    endSessionsOf(user, now),
    exportUser(user),
  ])
    sql.exec(statement, ...params)
  forgetAccount(sql, tenantId, user.id)
  notifyOfPassword(sql, user, link.purpose, now)
  return stepAfterPassword(sql, user, { next, event, record })
}

/**
 * An event for the tenant, and a mail to the person: whoever did not do this has to learn of it.
 */
function notifyOfPassword(
  sql: SqlStorage,
  { tenantId, id: userId }: User,
  by: LinkPurpose,
  now: number,
): void {
  const id = newId('evt', strongRandom)
  appendEvent(sql, { id, type: 'password.set', tenantId, userId, at: now, data: { by } })
  if (by === 'reset')
    queueMail(sql, noticeTo({ tenantId, userId }, 'password_changed', { now }), now)
}
