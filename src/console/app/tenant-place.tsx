// On which tenant somebody works. Operators change it here.

import type { Me } from '../api/me.ts'
import { useResource } from '../api/queries.ts'
import { Anchor } from '../parts/anchor.tsx'
import { Icon } from '../parts/icon.tsx'
import { paths } from '../parts/paths.ts'
import { useRoute } from '../parts/route-values.ts'
import styles from './shell.module.css'

/** The name of the tenant, which for operators leads to all of them. */
export function TenantPlace({ me }: { readonly me: Me }) {
  const { tenantId } = useRoute('tenantId')
  const isElsewhere = tenantId !== '' && tenantId !== me.tenant?.id
  const input = { path: { tenant_id: tenantId } }
  const { data } = useResource('GET /tenants/{tenant_id}', input, { enabled: isElsewhere })
  const name = isElsewhere ? data?.name : tenantId === '' ? undefined : me.tenant?.name
  if (me.kind !== 'operator' && me.kind !== 'support')
    return (
      <p className={styles.tenant}>
        <bdi>{name ?? me.tenant?.name}</bdi>
      </p>
    )
  if (tenantId === '') return null
  return (
    <Anchor to={paths.tenants} className={styles.tenant} label={`${name ?? ''}: change tenant`}>
      <bdi>{name ?? '…'}</bdi>
      <Icon name="down" />
    </Anchor>
  )
}
