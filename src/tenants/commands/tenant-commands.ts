// The commands on a tenant as a whole.

import type { LandingSettings } from '../connectors/landing.ts'
import type { EventId, TenantId } from '../ids.ts'
import type { Reconciliation } from '../reconciliation.ts'
import type { Resealing } from '../resealing.ts'
import type { Tenant } from '../tenant.ts'
import type { User } from '../user.ts'
import { command } from './command.ts'

interface OneTenant {
  readonly tenantId: TenantId
}

/** A change of a tenant: what is absent stays, null unsets. */
interface TenantChange {
  readonly name?: string
  readonly externalId?: string | null
  readonly landing?: LandingSettings | null
  readonly roles?: readonly string[] | null
}

/** The commands on tenants. */
export const TENANT_COMMANDS = {
  create_tenant: command<{ readonly tenant: Tenant }, Tenant>({
    target: 'tenant',
    audit: 'tenant.created',
    rivals: true,
    refusals: ['tenant_parent_is_child', 'tenant_external_id_taken'],
  }),
  /** Makes the operator's own organisation, with its first operator and a link for them. */
  create_home_tenant: command<
    { readonly tenant: Tenant; readonly email: string },
    { readonly tenant: Tenant; readonly user: User; readonly url: string }
  >({
    target: 'tenant',
    audit: 'tenant.created',
    rivals: true,
    refusals: ['home_tenant_exists'],
  }),
  update_tenant: command<OneTenant & { readonly change: TenantChange }, Tenant>({
    target: 'tenant',
    audit: 'tenant.updated',
    rivals: true,
    refusals: ['tenant_external_id_taken', 'tenant_application_foreign', 'tenant_role_in_use'],
  }),
  delete_tenant: command<OneTenant & { readonly confirm: string }, Tenant>({
    target: 'tenant',
    audit: 'tenant.deleted',
    deletes: true,
    refusals: ['home_tenant_kept', 'tenant_confirmation_mismatch', 'tenant_has_children'],
  }),
  /** Puts right what D1 has of the tenant, alive or deleted; the gate wins. */
  reconcile_tenant: command<OneTenant, Reconciliation>({
    target: 'tenant',
    audit: 'tenant.reconciled',
    repairs: true,
    refusals: ['tenant_external_id_taken', 'domain_taken'],
  }),
  /**
   * Seals what is stored under the present master key, a bounded part of it, from where `next`
   * said.
   */
  reseal_tenant: command<OneTenant & { readonly after?: string }, Resealing>({
    target: 'tenant',
    audit: 'tenant.resealed',
    repairs: true,
    refusals: [],
  }),
  /**
   * Hands out what an IdP sent in an attempt. A command, because the audit log names everybody who
   * saw it.
   */
  open_response: command<OneTenant & { readonly eventId: EventId }, { readonly sealed: string }>({
    target: 'event',
    audit: 'event.response_opened',
    onlyLooks: true,
    refusals: ['event_response_unknown'],
  }),
} as const
