// The deployment gate: one Durable Object for what belongs to no tenant. It keeps the keys that
// sign our tokens.

import { DurableObject } from 'cloudflare:workers'
import type { PublicJwk } from '../protocol/oidc/signing-key.ts'
import {
  checkSigningKeyChange,
  type ListedSigningKey,
  type SigningKeyRefusal,
  type SigningKeyState,
} from '../tenants/signing-key.ts'
import { DEPLOYMENT_GATE_SCHEMA } from './deployment-gate-schema.ts'
import { migrate } from './tables/migrate.ts'

/** A signing key at rest. */
export interface StoredSigningKey extends ListedSigningKey {
  readonly publicJwk: PublicJwk
  /** Private JWK, sealed for use `oidc-key` and its kid (I8). */
  readonly sealedPrivateJwk: string
}

/** A key that was made outside, to be taken. */
export type OfferedKey = Pick<StoredSigningKey, 'publicJwk' | 'sealedPrivateJwk'>

/** A change of the keys as it reaches the gate: an issue carries the key. */
export type GateKeyChange =
  | { readonly kind: 'issue'; readonly key: OfferedKey }
  | { readonly kind: 'activate' | 'delete'; readonly kid: string }

type KeyRow = {
  kid: string
  state: SigningKeyState
  public_jwk: string
  sealed_private_jwk: string
  created_at: number
  retired_at: number | null
}

export class DeploymentGate extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    migrate(ctx.storage, DEPLOYMENT_GATE_SCHEMA)
  }

  /** Every key, the current one first. */
  signingKeys(): readonly StoredSigningKey[] {
    const rows = this.#sql.exec<KeyRow>(
      `SELECT * FROM signing_keys ORDER BY state <> 'current', created_at`,
    )
    return rows.toArray().map((row) => ({
      kid: row.kid,
      state: row.state,
      createdAt: row.created_at,
      ...(row.retired_at === null ? {} : { retiredAt: row.retired_at }),
      publicJwk: JSON.parse(row.public_jwk),
      sealedPrivateJwk: row.sealed_private_jwk,
    }))
  }

  /**
   * Takes the first key of the deployment. Of several that are offered at once the first wins; all
   * callers get that one.
   */
  offerFirstKey(key: OfferedKey, now: number): readonly StoredSigningKey[] {
    this.#insert(key, 'current', now)
    return this.signingKeys()
  }

  /** Changes the keys. Refuses what would leave verifiers behind. */
  changeKeys(change: GateKeyChange, now: number): readonly StoredSigningKey[] | SigningKeyRefusal {
    return this.ctx.storage.transactionSync(() => {
      const refusal = checkSigningKeyChange(this.signingKeys(), change, now)
      if (refusal) return refusal
      if (change.kind === 'issue') this.#insert(change.key, 'next', now)
      else if (change.kind === 'activate') this.#activate(change.kid, now)
      else this.#sql.exec('DELETE FROM signing_keys WHERE kid = ?', change.kid)
      return this.signingKeys()
    })
  }

  /** Replaces the seal of a private key; nothing happens when it is another by now. */
  replaceSeal(kid: string, before: string, after: string): void {
    this.#sql.exec(
      'UPDATE signing_keys SET sealed_private_jwk = ? WHERE kid = ? AND sealed_private_jwk = ?',
      after,
      kid,
      before,
    )
  }

  #activate(kid: string, now: number): void {
    this.#sql.exec(
      `UPDATE signing_keys SET state = 'retired', retired_at = ? WHERE state = 'current'`,
      now,
    )
    this.#sql.exec(`UPDATE signing_keys SET state = 'current' WHERE kid = ?`, kid)
  }

  #insert({ publicJwk, sealedPrivateJwk }: OfferedKey, state: SigningKeyState, now: number): void {
    this.#sql.exec(
      `INSERT INTO signing_keys (kid, state, public_jwk, sealed_private_jwk, created_at)
       VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      publicJwk.kid,
      state,
      JSON.stringify(publicJwk),
      sealedPrivateJwk,
      now,
    )
  }
}
