// The commands that record a tenant's external IdPs, and decide over what their metadata says later.

import type { ExternalIdp, IdpDescription, IdpSource } from '../external-idps/external-idp.ts'
import type { ExternalIdpId, TenantId } from '../ids.ts'

export interface ExternalIdpInput {
  readonly name: string
  readonly source: IdpSource
  readonly description: IdpDescription
}

/** What a metadata URL answered: a description, or the code of the refusal. */
export type MetadataRead =
  | { readonly kind: 'read'; readonly description: IdpDescription }
  | { readonly kind: 'failed'; readonly code: string }

/** Command -> what it carries. */
export interface ExternalIdpCommands {
  create_external_idp: { readonly tenantId: TenantId; readonly input: ExternalIdpInput }
  /**
   * Replaces name, source and description; connectors that use it get a new draft when entityID or endpoints changed.
   * Certificates of the same entityID are kept beside the new ones: only `remove_certificate` takes one away.
   */
  update_external_idp: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly input: Partial<ExternalIdpInput>
  }
  /** Adds the certificates of a metadata URL that was read again; refuses when entityID or SSO endpoints changed (R45). */
  refresh_external_idp: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly description: IdpDescription
  }
  /**
   * What a scheduled read of the metadata URL came to: certificates join, another entityID or endpoint waits for approval, a
   * failure leaves the last good description. Nothing happens when the record names another URL by now.
   */
  record_metadata: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly url: string
    readonly read: MetadataRead
  }
  /** Takes a change over that waits for approval: as an update does, so connectors get a draft each. */
  approve_metadata_change: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly changeId: string
  }
  reject_metadata_change: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly changeId: string
  }
  /** Removal of a certificate acts at once, on the live trust record too. */
  remove_certificate: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    readonly fingerprintSha256: string
  }
  delete_external_idp: {
    readonly tenantId: TenantId
    readonly externalIdpId: ExternalIdpId
    /** Its name. */
    readonly confirm?: string
  }
}

export interface ExternalIdpCommandResults {
  create_external_idp: ExternalIdp
  update_external_idp: ExternalIdp
  refresh_external_idp: ExternalIdp
  record_metadata: ExternalIdp
  approve_metadata_change: ExternalIdp
  reject_metadata_change: ExternalIdp
  remove_certificate: ExternalIdp
  delete_external_idp: ExternalIdp
}

export type ExternalIdpRefusalCode =
  | 'external_idp_unknown'
  | 'external_idp_name_taken'
  | 'external_idp_in_use'
  | 'external_idp_confirmation_mismatch'
  | 'external_idp_without_certificate'
  | 'external_idp_not_refreshable'
  | 'external_idp_entity_changed'
  | 'external_idp_endpoint_changed'
  | 'external_idp_change_unknown'
  | 'certificate_unknown'
  | 'certificate_is_last'
