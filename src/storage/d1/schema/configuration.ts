// The configuration of tenants, as the gates' commands record it. The constraints are the backstop
// of the gates' own checks: a batch that breaks one is rolled back as a whole. Times are
// milliseconds since the epoch.

import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { Actor } from '../../../tenants/commands/envelope.ts'
import type { ConnectorSettings, VersionState } from '../../../tenants/connectors/connector.ts'
import type { LandingSettings } from '../../../tenants/connectors/landing.ts'
import type {
  IdpCertificate,
  IdpDescription,
  IdpSource,
  PendingChange,
  RefreshFailure,
} from '../../../tenants/external-idps/external-idp.ts'
import type { ConnectorId, ExternalIdpId, IntentId, SsoId, TenantId } from '../../../tenants/ids.ts'
import type { Environment, FurtherCertificate } from '../../../tenants/sso-key.ts'
import type { Jurisdiction, Region } from '../../../tenants/tenant.ts'

/** Tenants, root and child: commands write them. */
export const tenants = sqliteTable(
  'tenants',
  {
    id: text().$type<TenantId>().primaryKey(),
    name: text().notNull(),
    parentId: text('parent_id').$type<TenantId>(),
    region: text().$type<Region>(),
    jurisdiction: text().$type<Jurisdiction>().notNull(),
    createdAt: integer('created_at').notNull(),
    /** The operator's own id for the tenant; no two tenants of the deployment share one. */
    externalId: text('external_id'),
    /** The roles that there are; null: those of the parent, or any. */
    roles: text({ mode: 'json' }).$type<readonly string[]>(),
    landing: text({ mode: 'json' }).$type<LandingSettings>(),
    /** 1: the operator's own organisation. Null: a customer. */
    home: integer({ mode: 'boolean' }).$type<true>(),
  },
  (t) => [
    // A deployment has one home tenant at most: of two that are made at once, one is undone.
    uniqueIndex('tenants_home').on(t.home).where(sql`${t.home} = 1`),
    index('tenants_by_creation').on(t.createdAt, t.id),
    index('tenants_by_name').on(t.name, t.createdAt, t.id),
    uniqueIndex('tenants_external_id').on(t.externalId),
    index('tenants_by_parent').on(t.parentId),
  ],
)

const tenantId = () =>
  text('tenant_id')
    .$type<TenantId>()
    .notNull()
    .references(() => tenants.id)

/** A further certificate of an SSO key, with its private key: PKCS #8, sealed (I8). */
export type RecordedCertificate = FurtherCertificate & { readonly sealedPrivateKey: string }

/** SSO keys with their sealed private keys: commands write them. */
export const ssoKeys = sqliteTable(
  'sso_keys',
  {
    id: text().$type<SsoId>().primaryKey(),
    tenantId: tenantId(),
    /** I1: five slots and no more; the gate reserves one before D1 hears of it. */
    slot: integer().notNull(),
    name: text().notNull(),
    environment: text().$type<Environment>().notNull(),
    origin: text().notNull(),
    certificatePem: text('certificate_pem').notNull(),
    certificateNotAfter: integer('certificate_not_after').notNull(),
    /** PKCS #8, sealed (I8). */
    sealedPrivateKey: text('sealed_private_key').notNull(),
    createdAt: integer('created_at').notNull(),
    encryption: integer({ mode: 'boolean' }).notNull().default(false),
    /** The certificates of a rotation that is under way, each with its sealed private key. */
    furtherCertificates: text('further_certificates', { mode: 'json' })
      .$type<readonly RecordedCertificate[]>()
      .notNull()
      .default([]),
    /** When the next notice of an expiring certificate is due. */
    nextNoticeAt: integer('next_notice_at'),
  },
  (t) => [
    index('sso_keys_by_notice').on(t.nextNoticeAt),
    check('sso_keys_five_slots', sql`${t.slot} BETWEEN 1 AND 5`),
    unique('sso_keys_slot').on(t.tenantId, t.slot),
    unique('sso_keys_name').on(t.tenantId, t.name),
  ],
)

/** External IdPs with their description and trust record: commands write them. */
export const externalIdps = sqliteTable(
  'external_idps',
  {
    id: text().$type<ExternalIdpId>().primaryKey(),
    tenantId: tenantId(),
    name: text().notNull(),
    source: text({ mode: 'json' }).$type<IdpSource>().notNull(),
    description: text({ mode: 'json' }).$type<Omit<IdpDescription, 'certificates'>>().notNull(),
    /** The trust record. */
    certificates: text({ mode: 'json' }).$type<readonly IdpCertificate[]>().notNull(),
    trustRevision: integer('trust_revision').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    removedCertificates: text('removed_certificates', { mode: 'json' })
      .$type<readonly string[]>()
      .notNull()
      .default([]),
    pendingChange: text('pending_change', { mode: 'json' }).$type<PendingChange>(),
    refreshFailure: text('refresh_failure', { mode: 'json' }).$type<RefreshFailure>(),
    /**
     * When the metadata URL is read again; null where there is none. A scheduled run leases it by
     * moving it on.
     */
    nextRefreshAt: integer('next_refresh_at'),
    /** When the next notice of an expiring certificate is due. */
    nextNoticeAt: integer('next_notice_at'),
  },
  (t) => [
    index('external_idps_by_refresh').on(t.nextRefreshAt),
    index('external_idps_by_notice').on(t.nextNoticeAt),
    unique('external_idps_name').on(t.tenantId, t.name),
    index('external_idps_by_creation').on(t.tenantId, t.createdAt, t.id),
  ],
)

/** Connectors: commands write them. The outbox adds when a connector was used and tested last. */
export const connectors = sqliteTable(
  'connectors',
  {
    id: text().$type<ConnectorId>().primaryKey(),
    tenantId: tenantId(),
    name: text().notNull(),
    reference: text().notNull(),
    type: text().$type<'saml'>().notNull(),
    ssoId: text('sso_id')
      .$type<SsoId>()
      .notNull()
      .references(() => ssoKeys.id),
    externalIdpId: text('external_idp_id')
      .$type<ExternalIdpId>()
      .notNull()
      .references(() => externalIdps.id),
    enabled: integer({ mode: 'boolean' }).notNull(),
    latestVersion: text('latest_version').notNull(),
    activeVersion: text('active_version'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /**
     * What the outbox reports of logins and tests, for lists: no change of the connector. The first
     * to the hour.
     */
    lastUsedAt: integer('last_used_at'),
    lastTestAt: integer('last_test_at'),
    lastTestPassed: integer('last_test_passed', { mode: 'boolean' }),
  },
  (t) => [
    unique('connectors_reference').on(t.tenantId, t.reference),
    unique('connectors_name').on(t.tenantId, t.name),
    unique('connectors_sso_id').on(t.ssoId),
    index('connectors_by_creation').on(t.tenantId, t.createdAt, t.id),
  ],
)

/**
 * Versions of a connector's settings: commands write them. The outbox adds when a version passed
 * its test.
 */
export const connectorVersions = sqliteTable(
  'connector_versions',
  {
    connectorId: text('connector_id')
      .$type<ConnectorId>()
      .notNull()
      .references(() => connectors.id),
    hash: text().notNull(),
    tenantId: tenantId(),
    number: integer().notNull(),
    state: text().$type<VersionState>().notNull(),
    settings: text({ mode: 'json' }).$type<ConnectorSettings>().notNull(),
    createdAt: integer('created_at').notNull(),
    testedAt: integer('tested_at'),
    activatedAt: integer('activated_at'),
    createdBy: text('created_by', { mode: 'json' }).$type<Actor>(),
  },
  (t) => [
    primaryKey({ columns: [t.connectorId, t.hash] }),
    unique('connector_versions_number').on(t.connectorId, t.number),
  ],
)

/**
 * The text that KV serves for an SSO key, for the one read that a KV miss is allowed: commands
 * write it.
 */
export const loginConfigurations = sqliteTable('login_configurations', {
  ssoId: text('sso_id')
    .$type<SsoId>()
    .primaryKey()
    .references(() => ssoKeys.id),
  tenantId: tenantId(),
  /** SHA-256 of the text, lower-case hex. */
  config: text().notNull(),
  text: text().notNull(),
})

/**
 * The verdict on each command's batch, kept for a day.
 *
 * It is written once: by the batch itself (`applied`), or by a recovery that came first (`undone`).
 * A batch that arrives after that breaks this primary key and rolls back.
 */
export const intents = sqliteTable(
  'intents',
  {
    id: text().$type<IntentId>().primaryKey(),
    tenantId: text('tenant_id').$type<TenantId>().notNull(),
    outcome: text().$type<'applied' | 'undone'>().notNull(),
    at: integer().notNull(),
  },
  (t) => [index('intents_by_age').on(t.tenantId, t.at)],
)
