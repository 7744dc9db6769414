// What a login needs of the outside. The gate and storage implement these ports.

import type { PublicJwk, SigningKey } from '../protocol/oidc/signing-key.ts'
import type { Refusal } from '../refusal.ts'
import type { Result } from '../result.ts'
import type { GrantedApplication } from '../tenants/application.ts'
import type { Provisioning } from '../tenants/connectors/choices.ts'
import type { LandingSettings } from '../tenants/connectors/landing.ts'
import type { LoginConfiguration } from '../tenants/connectors/login-configuration.ts'
import type { TestRun } from '../tenants/connectors/test-run.ts'
import type { DeploymentEvent } from '../tenants/events/events.ts'
import type { ConnectorId, EventId, SsoId, TenantId, TestId, UserId } from '../tenants/ids.ts'
import type { Environment } from '../tenants/sso-key.ts'
import type { GateAddress } from '../tenants/tenant.ts'
import type { Profile } from '../tenants/user.ts'
import type { AccountCalls } from './account/ports.ts'
import type { RequestPurpose } from './begin/request-id.ts'
import type { AttemptFacts } from './login-trace.ts'
import type { LogoutKeys } from './logout/logout-context.ts'
import type { PasswordCalls } from './password/ports.ts'
import type { RecoveryCalls } from './password/recovery-calls.ts'
import type { SecondFactorCalls } from './second-factor/ports.ts'
import type { OpenSession, Session } from './session.ts'

/** Finds the login configuration of an SSO key: isolate, then KV, then (on a miss) D1 once. */
export interface LoginConfigurations {
  find(ssoId: SsoId): Promise<LoginConfiguration | undefined>
  /** Remembers a newer configuration of the gate, so that this location drops the old one. */
  remember(configuration: LoginConfiguration): void
}

export interface AdmissionRequest {
  readonly tenantId: TenantId
  readonly ssoId: SsoId
  readonly connectorId: ConnectorId
  readonly environment: Environment
  /** The version and trust revision that the response was verified under (I2). */
  readonly version: string
  readonly trustRevision: number
  /**
   * Derived from the request id: the row that spends the request is the session, so the two are one
   * write.
   */
  readonly sid: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Until when a second use of the request id must be recognised: its lifetime plus skew (R46). */
  readonly spentUntil: number
  /**
   * Hash of the browser's nonce: a second submit by the same browser gets the same answer and
   * consumes nothing.
   */
  readonly browser: string
  readonly identity: {
    readonly idpEntityID: string
    /** `name_id:{format}` or `attribute:{name}`. */
    readonly source: string
    readonly value: string
  }
  readonly profile: Profile
  /** Absent: whoever is new becomes a user. */
  readonly provisioning?: Exclude<Provisioning, 'create'>
  /** Absent: no e-mail address finds anybody. */
  readonly linkByEmail?: true
  /**
   * What becomes of who has roles, and none that the tenant declares; absent: they come in without.
   */
  readonly roleless?:
    | { readonly kind: 'deny'; readonly attribute: string }
    | { readonly kind: 'default'; readonly role: string }
  /** Roles of before stay, too. */
  readonly addsRoles?: true
  /** The tenant that the session opens (I5); absent: that of the connector. */
  readonly entersTenantId?: TenantId
  readonly authnInstant: number
  readonly authnContextClassRef?: string
  readonly sessionExpiresAt: number
  /** NameID with its qualifiers and SessionIndex, sealed: single logout needs them later. */
  readonly sealedLogoutContext: string
  /** By which the IdP may end the session. */
  readonly logoutKeys: LogoutKeys
  readonly event: AttemptFacts
}

export type AdmissionRefusalCode =
  | 'login_connector_disabled'
  | 'login_replayed'
  | 'login_user_inactive'
  | 'login_email_taken'
  | 'login_identity_case_differs'
  | 'login_email_case_differs'
  | 'login_email_domain_unverified'
  | 'login_user_not_linked'
  | 'login_user_not_invited'
  | 'login_tenant_gone'
  | 'login_role_unmatched'

export type Admission =
  | {
      readonly kind: 'admitted'
      readonly open: OpenSession
      readonly repeated: boolean
    }
  /** Another version or trust revision governs now; nothing was spent. */
  | { readonly kind: 'superseded'; readonly configuration: LoginConfiguration | undefined }
  | {
      readonly kind: 'refused'
      readonly refusal: Refusal<AdmissionRefusalCode>
      /** False beyond the refusals of an SSO key that get an event of their own in a minute. */
      readonly recorded: boolean
    }

/** An attempt that was refused before the gate was asked to admit anybody. */
export interface RefusedAttempt {
  readonly tenantId: TenantId
  readonly ssoId: SsoId
  readonly connectorId?: ConnectorId
  readonly version?: string
  readonly purpose: RequestPurpose
  readonly refusal: Refusal
  /**
   * `stampOf` the configuration that the attempt was judged under; absent when it was refused
   * whatever governs.
   */
  readonly under?: string
  /** Absent when the login starts again instead: then nothing is recorded. */
  readonly event?: AttemptFacts
  /** What the IdP sent, sealed for use `raw-response` and the event's id. */
  readonly sealedResponse?: string
  /** Of a decryption that failed. */
  readonly decryption?: FailedDecryption
}

/** What a failed decryption counts against (R34). It says nothing of what was decrypted. */
export interface FailedDecryption {
  /** MAC of the network that the message came from. */
  readonly network: string
  /** The connector allows AES-CBC, which is not authenticated. */
  readonly allowsCbc: boolean
}

/** Until when nothing is decrypted at an SSO key (R34). Epoch ms. */
export interface DecryptionHoldOff {
  /** For the network that caused the failure. Absent: it may go on. */
  readonly network?: number
  /** For every network. Absent: the others may go on. */
  readonly everybody?: number
}

export type NotedRefusal = (
  | { readonly kind: 'noted'; readonly recorded: boolean }
  /** Another configuration governs than the one it was judged under; nothing was recorded. */
  | { readonly kind: 'superseded'; readonly configuration: LoginConfiguration | undefined }
) & {
  /** Too many decryptions failed at this SSO key (R34). */
  readonly holdOff?: DecryptionHoldOff
}

/** How a test ended: passed, unless there is a refusal. */
export interface TestEnd {
  readonly tenantId: TenantId
  readonly ssoId: SsoId
  readonly testId: TestId
  readonly refusal?: Refusal
  /** The issuer that a passed test verified, where nobody had said it. */
  readonly learnedIssuer?: string
  readonly event: AttemptFacts
  readonly sealedResponse?: string
  /** What the test found, sealed for the use `test-report` and the id of the test. */
  readonly sealedReport?: string
  /** Milliseconds since the epoch, as the response was judged. */
  readonly judgedAt: number
  /** SHA-256 of the response that ended it. */
  readonly responseHash: string
}

/** A session that ended, with what its IdP is told to end it there. */
export interface EndedSession {
  readonly session: Session
  /** Absent where no IdP knows of the session. */
  readonly sealedLogoutContext?: string
}

/** What a verified LogoutRequest asks (SAML Profiles §4.4.3.2). */
export interface IdpLogout {
  readonly tenantId: TenantId
  readonly ssoId: SsoId
  readonly connectorId: ConnectorId
  /** As of an admission. */
  readonly version: string
  readonly trustRevision: number
  /** Digest of (Issuer, ID), and until when it must be recognised again (R46). */
  readonly messageId: string
  readonly spentUntil: number
  /**
   * A person's key, or those of single sessions of theirs (`LogoutKeys`). Empty if the request
   * names nobody.
   */
  readonly keys: readonly string[]
  /** The sessions by their index alone. They count if the person is not known. */
  readonly indexKeys: readonly string[]
  /** Who it is, where the connector identifies people by NameID. */
  readonly identity?: AdmissionRequest['identity']
  readonly event: AttemptFacts
}

export type IdpLogoutOutcome =
  | { readonly kind: 'ended' }
  /** Nobody here is whom the request names; it is spent all the same. */
  | {
      readonly kind: 'unknown'
      readonly refusal: Refusal<'logout_principal_unknown'>
      readonly recorded: boolean
    }
  /** Another version or trust revision governs now; nothing was spent. */
  | { readonly kind: 'superseded'; readonly configuration: LoginConfiguration | undefined }
  | {
      readonly kind: 'refused'
      readonly refusal: Refusal<'logout_replayed'>
      readonly recorded: boolean
    }

/** An authorization code as the gate sees it when an application redeems it. */
export interface CodeRedemption {
  readonly tenantId: TenantId
  readonly sid: string
  /** Random id sealed in the code; consumed once (I3). */
  readonly codeId: string
  readonly codeExpiresAt: number
}

export type CodeRefusalCode = 'oidc_code_spent' | 'oidc_session_ended'

/** A test of a version: what its one-time link names. */
export interface OpenTest {
  readonly testId: TestId
  readonly connectorId: ConnectorId
  readonly configuration: LoginConfiguration
  /** Present once it is over. */
  readonly ended?: EndedTest
}

/**
 * How a test ended: when, and by which response (its SHA-256), so that a reload shows the same
 * report.
 */
interface EndedTest {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly responseHash: string
}

/** What the gate would decide about a login, as far as a test may know it. Nothing is written. */
export interface ForeseenLogin {
  /** `linked`: a user whom an address, a link or a re-link finds. `known`: by their identity. */
  readonly outcome: 'created' | 'linked' | 'known' | 'refused'
  /** Why the person would be refused. */
  readonly refusal?: Refusal<AdmissionRefusalCode>
  readonly userId?: UserId
  /** Those of the IdP that the tenant declares, and those that an administrator gave. */
  readonly roles?: readonly string[]
  /** The applications that such a session may enter. */
  readonly applications: readonly GrantedApplication[]
  /** The rules of the tenant. */
  readonly landing?: LandingSettings
}

/** One tenant's gate, as a login sees it. Each call is one round trip. */
export interface Gate
  extends Pick<PasswordCalls, 'findPasswordLink' | 'usePasswordLink'>,
    SecondFactorCalls,
    RecoveryCalls,
    AccountCalls {
  admit(request: AdmissionRequest): Promise<Admission>
  /**
   * Records a refusal, unless another configuration governs than the one that refused: then that
   * one is returned.
   */
  noteRefusal(attempt: RefusedAttempt): Promise<NotedRefusal>
  /** An event that the feed does not have yet. */
  findEvent(tenantId: TenantId, eventId: EventId): Promise<DeploymentEvent | undefined>
  findSession(tenantId: TenantId, sid: string): Promise<OpenSession | undefined>
  /** Ends a session, with an event; undefined when there was none to end. */
  endSession(
    tenantId: TenantId,
    sid: string,
    event?: AttemptFacts,
  ): Promise<EndedSession | undefined>
  /** Ends what a verified LogoutRequest names, once. */
  endByIdp(logout: IdpLogout): Promise<IdpLogoutOutcome>
  redeemCode(redemption: CodeRedemption): Promise<Result<OpenSession, Refusal<CodeRefusalCode>>>
  /** Looks at the one-time link of a test and changes nothing. */
  findIssuedTest(tenantId: TenantId, ssoId: SsoId, token: string): Promise<OpenTest | undefined>
  /**
   * Opens the one-time link of a test; a second time it is undefined, as for a link that expired or
   * never was.
   */
  openTest(tenantId: TenantId, ssoId: SsoId, token: string): Promise<OpenTest | undefined>
  /** A test that was opened, ended or not. */
  findTest(tenantId: TenantId, testId: TestId): Promise<OpenTest | undefined>
  /** Says what an admission would come to, and admits nobody. */
  foreseeLogin(request: AdmissionRequest): Promise<ForeseenLogin>
  /** A test with its sealed report, for its own page. */
  findTestRun(
    tenantId: TenantId,
    testId: TestId,
  ): Promise<{ readonly run: TestRun; readonly sealedReport?: string } | undefined>
  /**
   * Records the outcome; a pass marks the version's hash `tested`. A test ends once: false when it
   * had ended before.
   */
  finishTest(end: TestEnd): Promise<boolean>
}

export interface Gates {
  at(address: GateAddress): Gate
}

/** The keys that sign the tokens of this deployment. */
export interface SigningKeys {
  current(): Promise<SigningKey>
  /**
   * Every key that tokens in circulation may be signed with, and the next one, so that nobody meets
   * it unprepared.
   */
  published(): Promise<readonly PublicJwk[]>
}
