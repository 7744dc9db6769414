// On which tenant somebody works. Operators change it here: the last ones, or all of them.

import { useEffect } from 'react'
import type { Me } from '../api/me.ts'
import { useResource } from '../api/queries.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { paths } from '../parts/paths.ts'
import { useRoute } from '../parts/route-values.ts'
import { recentTenants, rememberTenant } from './recent-tenants.ts'
import styles from './shell.module.css'

/** The name of the tenant; for operators a menu of tenants. */
export function TenantPlace({ me }: { readonly me: Me }) {
  const { tenantId } = useRoute('tenantId')
  if (me.kind !== 'operator' && me.kind !== 'support')
    return (
      <p className={styles.tenant}>
        <bdi>{me.tenant?.name}</bdi>
      </p>
    )
  return tenantId === '' ? null : <Switcher tenantId={tenantId} />
}

function Switcher({ tenantId }: { readonly tenantId: string }) {
  const input = { path: { tenant_id: tenantId } }
  const { data } = useResource('GET /tenants/{tenant_id}', input)
  useEffect(() => {
    if (data) rememberTenant(data)
  }, [data])
  const name = data?.name ?? '…'
  const others = recentTenants().filter(({ id }) => id !== tenantId)
  return (
    <Menu
      className={styles.tenant}
      label={`${name}: change tenant`}
      actions={[
        ...others.map((one) => ({ label: one.name, to: paths.sso(one.id) })),
        { label: 'All tenants', to: paths.tenants },
      ]}
    >
      <bdi>{name}</bdi>
      <Icon name="down" />
    </Menu>
  )
}
