// The names behind the ids that settings hold: SSO keys, external IdPs, applications, child
// tenants.

import { useMe } from '../../api/me.ts'
import { useList } from '../../api/queries.ts'
import type { NameOf } from './setting-words.ts'

/** Reads what this person may read of them; any other id stays an id. */
export function useNames(tenantId: string): NameOf {
  const path = { tenant_id: tenantId }
  const { me } = useMe()
  // A set-up link opens no applications.
  const enabled = me !== undefined && me.kind !== 'guest'
  const lists = [
    useList('GET /tenants/{tenant_id}/sso-keys', { path }),
    useList('GET /tenants/{tenant_id}/external-idps', { path }),
    useList('GET /tenants/{tenant_id}/applications', { path }, { enabled }),
  ]
  const named = lists.flatMap(({ items }): readonly Named[] => items)
  return (id) => named.find((one) => one.id === id)?.name ?? id
}

interface Named {
  readonly id: string
  readonly name: string
}
