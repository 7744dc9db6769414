// Which changes a guest of a set-up link may ask for: what the API opens to the tasks of a link, so
// that screens show no button that would be refused. A test compares it with the API.

import type { Operations, SetupLink } from './schema.d.ts'

type SetupTask = SetupLink['tasks'][number]
type OperationKey = keyof Operations

interface GuestRight {
  readonly tasks: readonly SetupTask[]
  /** The link has to say `may_activate`. */
  readonly activates?: true
  /** Closed to a link that is bound to a connector. */
  readonly creates?: true
}

const SSO: readonly SetupTask[] = ['sso']
const SSO_OR_CERTIFICATE: readonly SetupTask[] = ['sso', 'certificate']
const DOMAIN: readonly SetupTask[] = ['domain']
const CONNECTOR = '/tenants/{tenant_id}/connectors/{connector_id}'

/** Change -> what opens it to guests. What is not here is closed. */
export const GUEST_RIGHTS: Readonly<Partial<Record<OperationKey, GuestRight>>> = {
  'POST /tenants/{tenant_id}/sso-keys': { tasks: SSO, creates: true },
  'POST /tenants/{tenant_id}/external-idps:preview': { tasks: SSO_OR_CERTIFICATE },
  'POST /tenants/{tenant_id}/external-idps': { tasks: SSO, creates: true },
  'PATCH /tenants/{tenant_id}/external-idps/{external_idp_id}': { tasks: SSO_OR_CERTIFICATE },
  'POST /tenants/{tenant_id}/connectors': { tasks: SSO, creates: true },
  [`PATCH ${CONNECTOR}`]: { tasks: SSO },
  [`POST ${CONNECTOR}:test`]: { tasks: SSO_OR_CERTIFICATE },
  [`POST ${CONNECTOR}:try`]: { tasks: SSO },
  [`POST ${CONNECTOR}:approve`]: { tasks: SSO_OR_CERTIFICATE, activates: true },
  [`POST ${CONNECTOR}:activate`]: { tasks: SSO_OR_CERTIFICATE, activates: true },
  [`POST ${CONNECTOR}:rollback`]: { tasks: SSO_OR_CERTIFICATE, activates: true },
  'POST /tenants/{tenant_id}/domains': { tasks: DOMAIN },
  'POST /tenants/{tenant_id}/domains/{domain_id}:verify': { tasks: DOMAIN },
  'POST /tenants/{tenant_id}/setup-links/{setup_link_id}:complete': {
    tasks: ['sso', 'domain', 'certificate'],
  },
}

interface Reach {
  readonly tasks: readonly SetupTask[]
  readonly connector_id: string | null
  readonly may_activate: boolean
}

/** Tells whether a link opens a change to its guests. */
export function opensToGuest(key: OperationKey, link: Reach): boolean {
  const right = GUEST_RIGHTS[key]
  return (
    right?.tasks.some((task) => link.tasks.includes(task)) === true &&
    (!right.activates || link.may_activate) &&
    (!right.creates || link.connector_id === null)
  )
}
