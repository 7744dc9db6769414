// What comes of putting D1 right from a tenant's gate, after D1 was restored from an older copy.

export const RECONCILED_KINDS = [
  'tenant',
  'sso_key',
  'external_idp',
  'connector',
  'connector_version',
  'login_configuration',
  'domain',
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
