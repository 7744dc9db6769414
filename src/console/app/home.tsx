// `/console/` sends each kind of person to where their work is.

import { Navigate } from '@tanstack/react-router'
import { type Me, useMe } from '../api/me.ts'
import { paths } from '../parts/paths.ts'

/** Where somebody's work begins. */
export function homeOf({ kind, tenant }: Me): string {
  if (kind === 'guest') return paths.setup
  if (kind === 'operator' || kind === 'support' || !tenant) return paths.tenants
  return paths.connectors(tenant.id)
}

/** Goes there. The shell shows this to those alone who are signed in. */
export function Home() {
  const { me } = useMe()
  return me ? <Navigate to={homeOf(me)} replace /> : null
}
