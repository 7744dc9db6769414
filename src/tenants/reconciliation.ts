// What comes of putting D1 right from a tenant's gate, after D1 was restored from an older copy.

import { NAMED_BY_IDS } from './ids.ts'

type Named = typeof NAMED_BY_IDS

/** What commands record in D1 under an id. */
export type RecordedKind = {
  [Kind in keyof Named]: Named[Kind] extends { readonly recorded: true } ? Kind : never
}[keyof Named]
const isRecorded = (kind: string): kind is RecordedKind =>
  Object.entries(NAMED_BY_IDS).some(([name, row]) => name === kind && 'recorded' in row)
/** The recorded kinds, parents before children. */
export const RECORDED_KINDS = Object.keys(NAMED_BY_IDS).filter(isRecorded)

/** The kinds that reconciling may report. */
export const RECONCILED_KINDS = [
  ...RECORDED_KINDS,
  'connector_version',
  'login_configuration',
  'application',
  'application_grant',
] as const

export const RECONCILED_ACTIONS = ['restored', 'corrected', 'removed', 'lost'] as const

/** One difference. `lost`: nobody has it any more. */
export interface ReconciledEntry {
  readonly kind: (typeof RECONCILED_KINDS)[number]
  /**
   * Of a version that of its connector, a slash, and its hash; of a login configuration that of its
   * SSO key.
   */
  readonly id: string
  readonly action: (typeof RECONCILED_ACTIONS)[number]
  /** Of what was corrected: the columns that differed. */
  readonly members?: readonly string[]
}

export interface Reconciliation {
  readonly entries: readonly ReconciledEntry[]
  /** People whose profiles are on their way to D1 again. */
  readonly users: number
  /** False when there were more differences than one command settles: ask again. */
  readonly complete: boolean
}
