// The operator's side of the signing keys: rotating them, and sealing them anew.

import { reaching } from '../../outage.ts'
import { recordChange } from '../../storage/d1/change-record.ts'
import { ask, openDatabase } from '../../storage/d1/database.ts'
import type { ChangeRecord } from '../../tenants/commands/ports.ts'
import type { ListedSigningKey, SigningKeyAdministration } from '../../tenants/signing-key.ts'
import type { StoredSigningKey } from '../deployment-gate.ts'
import { countResealed, type ResealKeys, resealSecret } from '../tables/reseal-secret.ts'
import { gateOfKeys, type KeyStore, newSigningKey, readSigningKeys } from './signing-keys.ts'

/** Implements the administration on the deployment gate; D1 has the audit log. */
export function createSigningKeyAdministration(
  store: KeyStore & ResealKeys & { readonly d1: D1Database },
): SigningKeyAdministration {
  const { d1, keyring, clock } = store
  const gate = () => gateOfKeys(store.namespace)
  /** Before the change: nothing happens that nobody can be told of. */
  async function tell(record: ChangeRecord): Promise<void> {
    const db = openDatabase(d1)
    for (const statement of await recordChange(db, keyring, record)) await ask(statement)
  }

  return {
    list: async () => (await readSigningKeys(store)).map(listed),

    async change(change, record) {
      const asked =
        change.kind === 'issue'
          ? { kind: change.kind, key: await newSigningKey(keyring) }
          : { kind: change.kind, kid: change.kid }
      await tell(record(asked.kind === 'issue' ? asked.key.publicJwk.kid : asked.kid))
      const keys = await reaching('gate', async () => await gate().changeKeys(asked, clock()))
      return 'code' in keys ? keys : keys.map(listed)
    },

    async reseal(record) {
      const counted = { resealed: 0, unreadable: 0 }
      if (record) await tell(record)
      for (const { kid, sealedPrivateJwk } of await readSigningKeys(store)) {
        const binding = { use: 'oidc-key', record: kid } as const
        const resealed = await resealSecret(store, binding, sealedPrivateJwk)
        const text = countResealed(counted, resealed)
        if (text !== undefined && record)
          await reaching('gate', async () => gate().replaceSeal(kid, sealedPrivateJwk, text))
      }
      return counted
    },
  }
}

/** Without the key itself. */
const listed = ({ kid, state, createdAt, retiredAt }: StoredSigningKey): ListedSigningKey => ({
  kid,
  state,
  createdAt,
  ...(retiredAt === undefined ? {} : { retiredAt }),
})
