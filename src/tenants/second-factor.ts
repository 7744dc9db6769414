// A second factor of a person: what there is besides a password.

import type { FactorId } from './ids.ts'

export const FACTOR_KINDS = ['totp', 'passkey'] as const
export type FactorKind = (typeof FACTOR_KINDS)[number]

/** A second factor as its owner and administrators see it. */
export interface Factor {
  readonly id: FactorId
  readonly kind: FactorKind
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly usedAt?: number
}
