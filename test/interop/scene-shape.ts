// A tenant with an IdP that knows it: what every scenario works with.

import type { ApiClient } from '../../dev/api-client.ts'
import type { SsoKeyResource } from '../../dev/seed.ts'
import type { Stack } from '../../dev/stack.ts'
import type { Peer } from './peer.ts'

/** A tenant whose people an IdP knows. */
export interface Scene<Idp extends Peer = Peer> {
  readonly stack: Stack
  readonly idp: Idp
  readonly api: ApiClient
  /** Of the tenant, of its external IdP, of its connector, in the API. */
  readonly tenantPath: string
  readonly externalIdpPath: string
  readonly connectorPath: string
  readonly ssoKey: SsoKeyResource
}
