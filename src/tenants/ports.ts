// What the configuration API needs of storage. D1 answers reads; changes run in the tenant's gate.

import type { Result } from '../result.ts'
import type { Application } from './application.ts'
import type { CommandKind, CommandOf, CommandResults, TenantRefusal } from './commands.ts'
import type { Connector, ConnectorVersion, VersionHash } from './connector.ts'
import type { ExternalIdp } from './external-idp.ts'
import type { ApiKeyId, ApplicationId, ConnectorId, ExternalIdpId, SsoId, TenantId } from './ids.ts'
import type { SsoKey } from './sso-key.ts'
import type { GateAddress, Tenant } from './tenant.ts'

/** A page of a list, in order of creation unless said otherwise. */
export interface Page {
  readonly limit: number
  /** What `next` of the page before said; a text that no page ever gave continues nowhere. */
  readonly after?: string
}

export interface Listed<T> {
  readonly items: readonly T[]
  /** Opaque position to continue after, when there is more. It survives the deletion of the item it was made from. */
  readonly next?: string
}

export interface ConfigurationReads {
  listTenants(page: Page): Promise<Listed<Tenant>>
  findTenant(id: TenantId): Promise<Tenant | undefined>
  listSsoKeys(tenantId: TenantId): Promise<readonly SsoKey[]>
  findSsoKey(tenantId: TenantId, id: SsoId): Promise<SsoKey | undefined>
  listExternalIdps(tenantId: TenantId, page: Page): Promise<Listed<ExternalIdp>>
  findExternalIdp(tenantId: TenantId, id: ExternalIdpId): Promise<ExternalIdp | undefined>
  listConnectors(tenantId: TenantId, page: Page): Promise<Listed<Connector>>
  findConnector(tenantId: TenantId, id: ConnectorId): Promise<Connector | undefined>
  /** Newest first. */
  listVersions(tenantId: TenantId, id: ConnectorId, page: Page): Promise<Listed<ConnectorVersion>>
  findVersion(
    tenantId: TenantId,
    id: ConnectorId,
    hash: VersionHash,
  ): Promise<ConnectorVersion | undefined>
}

/** An external IdP whose metadata URL is to be read now, by whoever leased it. */
export interface LeasedRefresh {
  readonly tenantId: TenantId
  readonly externalIdpId: ExternalIdpId
}

/** Whose certificates somebody is to be told of now. */
export interface LeasedNotice {
  readonly tenantId: TenantId
  readonly ownerId: ExternalIdpId | SsoId
}

/** What is due at `now` is put off until `until`, so that no other run takes it. */
export interface Lease {
  readonly now: number
  readonly until: number
  readonly limit: number
}

/** What the schedule has to do, found by index: nothing is searched through. Times are milliseconds since the epoch. */
export interface DueWork {
  /** Takes external IdPs whose metadata URL is to be read. */
  leaseRefreshes(lease: Lease): Promise<readonly LeasedRefresh[]>
  /** Says when a leased one is due again; nothing happens when the lease is no longer ours. */
  planRefresh(
    plan: LeasedRefresh & { readonly leasedUntil: number; readonly next: number },
  ): Promise<void>
  /** Takes external IdPs and SSO keys with a certificate that a notice is due for; up to `limit` of each. */
  leaseNotices(lease: Lease): Promise<readonly LeasedNotice[]>
}

export interface TenantCommands {
  /** Runs one command in the gate. Refusals change nothing; a fault (storage out of reach) is thrown, and is finished or undone later. */
  run<K extends CommandKind>(
    gate: GateAddress,
    command: CommandOf<K>,
  ): Promise<Result<CommandResults[K], TenantRefusal>>
}

export interface ApiKey {
  readonly id: ApiKeyId
  readonly name: string
  readonly createdAt: number
}

export interface ApiKeys {
  create(key: ApiKey & { readonly secretHash: string }): Promise<void>
  list(page: Page): Promise<Listed<ApiKey>>
  findBySecretHash(hash: string): Promise<ApiKey | undefined>
  delete(id: ApiKeyId): Promise<boolean>
}

/** An application with what proves that a caller is it. */
export interface RegisteredApplication extends Application {
  /** SHA-256 of the client secret, lower-case hex; absent for a public client. */
  readonly secretHash?: string
}

export interface Applications {
  create(application: RegisteredApplication): Promise<void>
  /** May be answered from memory or KV: a deletion holds everywhere within 90 seconds. */
  find(id: ApplicationId): Promise<RegisteredApplication | undefined>
  list(page: Page): Promise<Listed<Application>>
  /** False when there was none. */
  delete(id: ApplicationId): Promise<boolean>
}
