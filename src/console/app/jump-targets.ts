// Where the command menu can jump: screens, tenants, connectors, people, and a reference as a
// refusal page shows it.

import { type Me, useMe } from '../api/me.ts'
import { useList } from '../api/queries.ts'
import { paths } from '../parts/paths.ts'
import { navigationFor } from './navigation.ts'

/** A place to jump to. */
export interface JumpTarget {
  readonly label: string
  /** What kind of place it is. */
  readonly kind: string
  readonly to: string
}

const REFERENCE = /^(req|evt)_[0-9a-z]+$/
const FOUND = 8

/** The places that fit a text, on a tenant if one is open. */
export function useJumpTargets(typed: string, tenantId: string): readonly JumpTarget[] {
  const { me } = useMe()
  const text = typed.trim()
  const seesTenants = me?.kind === 'operator' || me?.kind === 'support'
  const searches = text.length >= 2 && me !== undefined && me.kind !== 'guest'
  const query = { limit: FOUND }
  const tenants = useList(
    'GET /tenants',
    { query: { ...query, search: text } },
    { enabled: searches && seesTenants },
  )
  const path = { tenant_id: tenantId }
  const onTenant = { enabled: searches && tenantId !== '' }
  const connectors = useList(
    'GET /tenants/{tenant_id}/connectors',
    { path, query: { ...query, name: text } },
    onTenant,
  )
  const users = useList(
    'GET /tenants/{tenant_id}/users',
    { path, query: { ...query, email_prefix: text } },
    onTenant,
  )
  return [
    ...referenceTarget(text, tenantId),
    ...screens(me, tenantId).filter(({ label }) => fits(label, text)),
    ...tenants.items.map(({ id, name }) => target(name, 'Tenant', paths.connectors(id))),
    ...connectors.items.map(({ id, name }) =>
      target(name, 'Connector', paths.connector(tenantId, id)),
    ),
    ...users.items.map(({ id, email }) => target(email ?? id, 'User', paths.user(tenantId, id))),
  ]
}

const target = (label: string, kind: string, to: string): JumpTarget => ({ label, kind, to })

const fits = (label: string, text: string): boolean =>
  label.toLowerCase().includes(text.toLowerCase())

const referenceTarget = (text: string, tenantId: string): readonly JumpTarget[] =>
  REFERENCE.test(text) && tenantId !== ''
    ? [target(`What happened: ${text}`, 'Reference', paths.event(tenantId, text))]
    : []

function screens(me: Me | undefined, tenantId: string): readonly JumpTarget[] {
  const onTenant =
    me && tenantId !== ''
      ? navigationFor(me).map(({ label, to }) => target(label, 'Screen', to(tenantId)))
      : []
  return [
    ...onTenant,
    target('Tenants', 'Screen', paths.tenants),
    target('Parts of the console', 'Screen', paths.parts),
  ].filter(({ to }) => to !== paths.tenants || me?.kind === 'operator' || me?.kind === 'support')
}
