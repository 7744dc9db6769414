// What every change writes in its own batch: the audit entry, and the answer under an
// Idempotency-Key.

import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { ChangeRecord } from '../../tenants/commands/ports.ts'
import { insertAuditEntry } from './audit.ts'
import type { Database } from './database.ts'
import { rememberAnswer } from './idempotent-answers.ts'

/** The statements that record a change, for its batch. */
export async function recordChange(
  db: Database,
  keyring: KeyRing,
  { audit, answer }: Partial<ChangeRecord>,
) {
  return [
    ...(audit ? [insertAuditEntry(db, audit)] : []),
    ...(answer ? await rememberAnswer(db, keyring, answer) : []),
  ]
}
