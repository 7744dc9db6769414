// What the configuration API needs of storage. D1 answers reads; changes run in the tenant's gate.

import type { Result } from '../../result.ts'
import type { ApiKey } from '../api-key.ts'
import type {
  Application,
  ApplicationChange,
  ApplicationGrant,
  ApplicationSummary,
  RecordedApplication,
} from '../application.ts'
import type {
  Connector,
  ConnectorDetail,
  ConnectorState,
  ConnectorSummary,
  ConnectorVersion,
  VersionHash,
  VersionInHistory,
} from '../connectors/connector.ts'
import type { Domain } from '../domain.ts'
import type { ExternalIdp } from '../external-idps/external-idp.ts'
import type {
  ApiKeyId,
  ApplicationId,
  ConnectorId,
  DomainId,
  ExternalIdpId,
  SsoId,
  TenantId,
} from '../ids.ts'
import type { Listed, Page } from '../page.ts'
import type { Environment, SsoKey } from '../sso-key.ts'
import type { GateAddress, Tenant } from '../tenant.ts'
import type { AuditEntry } from './audit.ts'
import type { CommandKind, CommandOf, CommandResults, TenantRefusal } from './commands.ts'
import type { CommandEnvelope, RepeatableRequest } from './envelope.ts'

/** Which tenants are wanted; what is absent excludes none. */
interface TenantFilter {
  readonly name?: string
  readonly externalId?: string
  /** A part of the name in any case, or an id of the tenant as a whole. */
  readonly search?: string
  readonly parentId?: TenantId
  /** This tenant and its children. */
  readonly family?: TenantId
}

/** Which connectors are wanted; what is absent excludes none. */
export interface ConnectorFilter {
  readonly name?: string
  readonly reference?: string
  readonly environment?: Environment
  readonly state?: ConnectorState
  readonly enabled?: boolean
}

export interface ConfigurationReads {
  listTenants(page: Page, filter?: TenantFilter): Promise<Listed<Tenant>>
  findTenant(id: TenantId): Promise<Tenant | undefined>
  findHomeTenant(): Promise<Tenant | undefined>
  listSsoKeys(tenantId: TenantId): Promise<readonly SsoKey[]>
  findSsoKey(tenantId: TenantId, id: SsoId): Promise<SsoKey | undefined>
  listExternalIdps(tenantId: TenantId, page: Page): Promise<Listed<ExternalIdp>>
  findExternalIdp(tenantId: TenantId, id: ExternalIdpId): Promise<ExternalIdp | undefined>
  /** In order of creation. */
  listDomains(tenantId: TenantId): Promise<readonly Domain[]>
  findDomain(tenantId: TenantId, id: DomainId): Promise<Domain | undefined>
  listConnectors(
    tenantId: TenantId,
    page: Page,
    filter?: ConnectorFilter,
  ): Promise<Listed<ConnectorSummary>>
  findConnector(tenantId: TenantId, id: ConnectorId): Promise<Connector | undefined>
  findConnectorDetail(tenantId: TenantId, id: ConnectorId): Promise<ConnectorDetail | undefined>
  /** Newest first. */
  listVersions(tenantId: TenantId, id: ConnectorId, page: Page): Promise<Listed<VersionInHistory>>
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
interface LeasedNotice {
  readonly tenantId: TenantId
  readonly ownerId: ExternalIdpId | SsoId
}

/** A domain whose record is to be looked for now. */
export interface LeasedDomain {
  readonly tenantId: TenantId
  readonly domainId: DomainId
}

/** What is due at `now` is put off until `until`, so that no other run takes it. */
export interface Lease {
  readonly now: number
  readonly until: number
  readonly limit: number
}

/**
 * What the schedule has to do, found by index: nothing is searched through. Times are milliseconds
 * since the epoch.
 */
export interface DueWork {
  /** Takes external IdPs whose metadata URL is to be read. */
  leaseRefreshes(lease: Lease): Promise<readonly LeasedRefresh[]>
  /** Says when a leased one is due again; nothing happens when the lease is no longer ours. */
  planRefresh(
    plan: LeasedRefresh & { readonly leasedUntil: number; readonly next: number },
  ): Promise<void>
  /**
   * Takes external IdPs and SSO keys with a certificate that a notice is due for; up to `limit` of
   * each.
   */
  leaseNotices(lease: Lease): Promise<readonly LeasedNotice[]>
  /** Takes domains whose record is to be looked for. */
  leaseDomains(lease: Lease): Promise<readonly LeasedDomain[]>
}

export interface TenantCommands {
  /**
   * Runs one command in the gate. Refusals change nothing; a fault (storage out of reach) is
   * thrown, and is finished or undone later.
   */
  run<K extends CommandKind>(
    gate: GateAddress,
    command: CommandOf<K>,
    envelope: CommandEnvelope,
  ): Promise<Result<CommandResults[K], TenantRefusal>>
}

/**
 * What is written in the batch of a change: its entry in the audit log, and the answer where it may
 * be asked for again.
 */
export interface ChangeRecord {
  readonly audit: AuditEntry
  readonly answer?: { readonly request: RepeatableRequest; readonly value: unknown }
}

/** Answers that were given under an Idempotency-Key, for a day. */
export interface IdempotentAnswers {
  /**
   * The answer that the same request was given before. Refuses another request under the same key.
   */
  find(
    request: RepeatableRequest,
  ): Promise<Result<unknown, { readonly code: 'api_idempotency_mismatch' }> | undefined>
  /** Removes the answers that are older than a day. */
  forgetOld(now: number): Promise<void>
}

export interface ApiKeys {
  create(key: ApiKey & { readonly secretHash: string }, record: ChangeRecord): Promise<void>
  list(page: Page): Promise<Listed<ApiKey>>
  find(id: ApiKeyId): Promise<ApiKey | undefined>
  findBySecretHash(hash: string): Promise<ApiKey | undefined>
  /** Notes that the key is in use, to the hour. */
  touch(id: ApiKeyId, now: number): Promise<void>
  delete(id: ApiKeyId, record: ChangeRecord): Promise<void>
}

/** An application as the edge knows it, with what proves that a caller is it. */
export interface RegisteredApplication extends Omit<Application, 'tenantIds'> {
  /** SHA-256 of the client secret, lower-case hex; absent for a public client. */
  readonly secretHash?: string
  /** The hash of the secret before, which is taken until then. */
  readonly previousSecret?: { readonly hash: string; readonly until: number }
}

type KnownApplication = Pick<RecordedApplication, 'id' | 'changes'>

/** Applications as a login meets them. */
export interface RegisteredApplications {
  /** May be answered from memory or KV: a change holds everywhere within 90 seconds. */
  find(id: ApplicationId): Promise<RegisteredApplication | undefined>
  /** Forgets what this isolate remembers of an application, because it has changed. */
  forget(id: ApplicationId): void
}

/** Of two changes of one state at once the second answers false, and nothing of it happens. */
export interface Applications extends RegisteredApplications {
  /** Records it with the grants that it is to have; the gates have yet to hear of them. */
  create(
    application: RegisteredApplication,
    tenantIds: readonly TenantId[],
    record: ChangeRecord,
  ): Promise<void>
  read(id: ApplicationId): Promise<RecordedApplication | undefined>
  list(page: Page): Promise<Listed<RecordedApplication>>
  /** Those that a tenant is granted, oldest first. */
  listGranted(tenantId: TenantId): Promise<readonly ApplicationSummary[]>
  update(known: KnownApplication, change: ApplicationChange, record: ChangeRecord): Promise<boolean>
  /** The secret until now stays good until `previousUntil`. */
  rotateSecret(
    known: KnownApplication,
    secret: { readonly secretHash: string; readonly previousUntil: number },
    record: ChangeRecord,
  ): Promise<boolean>
  /** Brings the copy at the edge to what the record says. */
  publish(id: ApplicationId): Promise<void>
  /** Applications whose copy is older than the record. */
  listUnpublished(limit: number): Promise<readonly ApplicationId[]>
  /** Grants, of one application or of any, whose gate has not heard of what it is now. */
  listBehind(limit: number, id?: ApplicationId): Promise<readonly ApplicationGrant[]>
  /** Fails while a tenant is granted it. */
  delete(id: ApplicationId, record: ChangeRecord): Promise<void>
}
