// The commands that record a tenant's external IdPs, and decide over what their metadata says
// later.

import type { ExternalIdp, IdpDescription, IdpSource } from '../external-idps/external-idp.ts'
import type { ExternalIdpId, SsoId, TenantId } from '../ids.ts'
import type { SsoKey } from '../sso-key.ts'
import { command } from './command.ts'

export interface ExternalIdpInput {
  readonly name: string
  readonly source: IdpSource
  readonly description: IdpDescription
}

/** A change of an external IdP: what is absent stays. */
export interface ExternalIdpChange extends Partial<ExternalIdpInput> {
  /** Certificates that join the others, while source, issuer and endpoints stay. */
  readonly added?: Pick<IdpDescription, 'certificates' | 'readingNotes'>
}

/** What a metadata URL answered: a description, or the code of the refusal. */
export type MetadataRead =
  | { readonly kind: 'read'; readonly description: IdpDescription }
  | { readonly kind: 'failed'; readonly code: string }

interface OneIdp {
  readonly tenantId: TenantId
  readonly externalIdpId: ExternalIdpId
}

/** The commands on external IdPs. */
export const EXTERNAL_IDP_COMMANDS = {
  create_external_idp: command<
    { readonly tenantId: TenantId; readonly input: ExternalIdpInput },
    ExternalIdp
  >({
    target: 'external_idp',
    audit: 'external_idp.created',
    refusals: ['external_idp_without_certificate', 'external_idp_name_taken'],
  }),
  /**
   * Replaces name, source and description; connectors that use it get a new draft when entityID or
   * endpoints changed. Certificates of the same entityID are kept beside the new ones: only
   * `remove_certificate` takes one away.
   */
  update_external_idp: command<OneIdp & { readonly input: ExternalIdpChange }, ExternalIdp>({
    target: 'external_idp',
    audit: 'external_idp.updated',
    refusals: [
      'external_idp_unknown',
      'external_idp_without_certificate',
      'external_idp_name_taken',
    ],
  }),
  /**
   * Adds the certificates of a metadata URL that was read again; refuses when entityID or SSO
   * endpoints changed (R45).
   */
  refresh_external_idp: command<OneIdp & { readonly description: IdpDescription }, ExternalIdp>({
    target: 'external_idp',
    audit: 'external_idp.refreshed',
    refusals: [
      'external_idp_unknown',
      'external_idp_not_refreshable',
      'external_idp_entity_changed',
      'external_idp_endpoint_changed',
    ],
  }),
  /**
   * What a scheduled read of the metadata URL came to: certificates join, another entityID or
   * endpoint waits for approval, a failure leaves the last good description. Nothing happens if the
   * record names another URL in the meantime.
   */
  record_metadata: command<
    OneIdp & { readonly url: string; readonly read: MetadataRead },
    ExternalIdp
  >({
    target: 'external_idp',
    audit: 'external_idp.refreshed',
    refusals: ['external_idp_unknown', 'external_idp_not_refreshable'],
  }),
  /**
   * Takes over a change that waits for approval: as an update does, so connectors get a draft each.
   */
  approve_metadata_change: command<OneIdp & { readonly changeId: string }, ExternalIdp>({
    target: 'external_idp',
    audit: 'external_idp.change_approved',
    refusals: [
      'external_idp_unknown',
      'external_idp_change_unknown',
      'external_idp_without_certificate',
      'connector_binding_not_offered',
    ],
  }),
  reject_metadata_change: command<OneIdp & { readonly changeId: string }, ExternalIdp>({
    target: 'external_idp',
    audit: 'external_idp.change_rejected',
    refusals: ['external_idp_unknown', 'external_idp_change_unknown'],
  }),
  /** Removal of a certificate acts at once, on the live trust record too. */
  remove_certificate: command<OneIdp & { readonly fingerprintSha256: string }, ExternalIdp>({
    target: 'external_idp',
    audit: 'external_idp.certificate_removed',
    refusals: ['external_idp_unknown', 'certificate_unknown', 'certificate_is_last'],
  }),
  /** `confirm` is its name. */
  delete_external_idp: command<OneIdp & { readonly confirm?: string }, ExternalIdp>({
    target: 'external_idp',
    audit: 'external_idp.deleted',
    deletes: true,
    refusals: ['external_idp_unknown', 'external_idp_in_use', 'external_idp_confirmation_mismatch'],
  }),
  /**
   * Appends the notices that are due for certificates that expire, of an external IdP or an SSO
   * key.
   */
  notice_expiry: command<
    { readonly tenantId: TenantId; readonly ownerId: ExternalIdpId | SsoId },
    ExternalIdp | SsoKey
  >({ refusals: ['external_idp_unknown', 'sso_key_unknown'] }),
} as const
