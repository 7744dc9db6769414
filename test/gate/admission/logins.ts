// Logins of one user for tests, and what the gate holds of them.

import type { TenantGate } from '../../../src/gate/tenant-gate.ts'
import type { Admission, AdmissionRequest } from '../../../src/login/ports.ts'
import { admissionOf, runSql } from '../../support/gate.ts'

export type Gate = DurableObjectStub<TenantGate>

export const EMAIL = 'ada@example.org'
export const PROFILE = { email: EMAIL, roles: ['desk'], groups: [] }

export const opened = (admission: Admission) => {
  if (admission.kind !== 'admitted') throw new Error(JSON.stringify(admission))
  return admission.open
}
export const userAfter = async (gate: Gate, change: Partial<AdmissionRequest>) =>
  opened(await gate.admit(admissionOf({ profile: PROFILE, ...change }))).user

export const change = (gate: Gate, statement: string, ...params: SqlStorageValue[]) =>
  runSql(gate, (sql) => sql.exec(statement, ...params).toArray())
export const another = (value: string) => ({
  idpEntityID: 'https://idp.example',
  source: 'name_id:x',
  value,
})
