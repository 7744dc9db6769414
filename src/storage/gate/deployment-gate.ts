// The deployment gate: one Durable Object for what belongs to no tenant. It keeps the keys that sign our tokens.

import { DurableObject } from 'cloudflare:workers'
import type { PublicJwk } from '../../protocol/oidc/signing-key.ts'
import { migrate, type SchemaStep } from './migrate.ts'

/** `next` is published before it signs, `retired` after it signed: verifiers hold our keys for a while. */
export type SigningKeyState = 'next' | 'current' | 'retired'

/** A signing key at rest. */
export interface StoredSigningKey {
  readonly publicJwk: PublicJwk
  /** Private JWK, sealed for use `oidc-key` and its kid (I8). */
  readonly sealedPrivateJwk: string
  readonly state: SigningKeyState
}

const SCHEMA: readonly SchemaStep[] = [
  [
    `CREATE TABLE signing_keys (
      kid TEXT NOT NULL PRIMARY KEY,
      state TEXT NOT NULL CHECK (state IN ('next', 'current', 'retired')),
      public_jwk TEXT NOT NULL,
      sealed_private_jwk TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) WITHOUT ROWID`,
    `CREATE UNIQUE INDEX one_current_key ON signing_keys (state) WHERE state = 'current'`,
  ],
]

type KeyRow = { state: SigningKeyState; public_jwk: string; sealed_private_jwk: string }

export class DeploymentGate extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    migrate(ctx.storage, SCHEMA)
  }

  /** Every key, the current one first. */
  signingKeys(): readonly StoredSigningKey[] {
    const rows = this.#sql.exec<KeyRow>(
      `SELECT state, public_jwk, sealed_private_jwk FROM signing_keys
       ORDER BY state <> 'current', created_at`,
    )
    return rows.toArray().map((row) => ({
      publicJwk: JSON.parse(row.public_jwk),
      sealedPrivateJwk: row.sealed_private_jwk,
      state: row.state,
    }))
  }

  /** Takes the first key of the deployment. Of several that are offered at once the first wins; all callers get that one. */
  offerFirstKey(
    { publicJwk, sealedPrivateJwk }: Omit<StoredSigningKey, 'state'>,
    now: number,
  ): readonly StoredSigningKey[] {
    this.#sql.exec(
      `INSERT INTO signing_keys VALUES (?, 'current', ?, ?, ?) ON CONFLICT DO NOTHING`,
      publicJwk.kid,
      JSON.stringify(publicJwk),
      sealedPrivateJwk,
      now,
    )
    return this.signingKeys()
  }
}
