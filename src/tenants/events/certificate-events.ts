// What is told of a certificate that expires: whose it is, what depends on it, who has to act, and
// how.

import type { ExternalIdp } from '../external-idps/external-idp.ts'
import type { ConnectorId } from '../ids.ts'
import type { SsoKey } from '../sso-key.ts'
import { daysLeft } from './certificate-notices.ts'
import { type DeploymentEvent, eventIdOf } from './events.ts'

/** A certificate that a notice is due for. */
export interface ExpiringCertificate {
  readonly fingerprintSha256: string
  /** Milliseconds since the epoch. */
  readonly notAfter: number
  readonly owner: ExternalIdp | SsoKey
  /** The connectors that depend on it. */
  readonly connectorIds: readonly ConnectorId[]
  /** Another certificate of the owner lasts longer. */
  readonly hasSuccessor: boolean
}

/**
 * The notice of a threshold, in days before the end. The same certificate and threshold make the
 * same event.
 */
export async function expiring(
  certificate: ExpiringCertificate,
  days: number,
  at: number,
): Promise<DeploymentEvent> {
  const { owner, fingerprintSha256, notAfter, connectorIds } = certificate
  const [onlyConnector, ...otherConnectors] = connectorIds
  return {
    id: await eventIdOf('certificate.expiring', owner.id, fingerprintSha256, String(days)),
    type: 'certificate.expiring',
    tenantId: owner.tenantId,
    at,
    ...(onlyConnector === undefined || otherConnectors.length > 0
      ? {}
      : { connectorId: onlyConnector }),
    ...(isSsoKey(owner) ? { ssoId: owner.id } : {}),
    data: {
      ...(isSsoKey(owner)
        ? { sso_id: owner.id, sso_key_name: owner.name }
        : { external_idp_id: owner.id, external_idp_name: owner.name }),
      connector_ids: connectorIds,
      fingerprint_sha256: fingerprintSha256,
      not_after: new Date(notAfter).toISOString(),
      days_left: daysLeft(notAfter, at),
      threshold_days: days,
      has_successor: certificate.hasSuccessor,
      ...whatToDo(certificate),
    },
  }
}

function whatToDo({ owner, hasSuccessor }: ExpiringCertificate) {
  if (isSsoKey(owner))
    return {
      fixed_by: 'sp_admin',
      says: hasSuccessor
        ? 'Hand the next certificate of the SSO key to the identity provider, then activate it.'
        : 'Issue the next certificate of the SSO key, hand it to the identity provider, then activate it.',
    }
  if (hasSuccessor)
    return {
      fixed_by: 'sp_admin',
      says: 'A certificate that lasts longer is on record. Remove this one once the identity provider signs with the other.',
    }
  return owner.source.kind === 'metadata_url'
    ? {
        fixed_by: 'idp_admin',
        says: 'Publish the next signing certificate in the metadata; it is taken over from there by itself.',
      }
    : {
        fixed_by: 'idp_admin',
        says: 'Send the next signing certificate to the administrator of the connector, who adds and tests it.',
      }
}

const isSsoKey = (owner: ExternalIdp | SsoKey): owner is SsoKey => 'environment' in owner
