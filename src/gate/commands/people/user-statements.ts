// The rows of a new user in the gate: the user, and the address that is theirs alone.

import { emailKey } from '../../../tenants/email-address.ts'
import type { User } from '../../../tenants/user.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'
import { profileText } from '../../tables/profile-text.ts'

/** Takes an address for a user. */
export const takeAddress = ({ tenantId, id }: User, email: string): GateStatement =>
  gateStatement(
    'INSERT INTO user_emails (tenant_id, email, user_id) VALUES (?, ?, ?)',
    tenantId,
    emailKey(email),
    id,
  )

/** Gives it back. */
export const freeAddress = ({ tenantId, id }: User, email: string): GateStatement =>
  gateStatement(
    'DELETE FROM user_emails WHERE tenant_id = ? AND email = ? AND user_id = ?',
    tenantId,
    emailKey(email),
    id,
  )

/** Makes the row of a user whom no login has made. */
export const insertUser = (user: User): GateStatement =>
  gateStatement(
    `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at, external_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    user.tenantId,
    user.id,
    profileText(user),
    user.status,
    user.createdAt,
    user.updatedAt,
    user.externalId ?? null,
  )
