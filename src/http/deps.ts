// What the HTTP shell works with: configuration and the ports, put together once per isolate.

import type { Config } from '../env.ts'
import type { AddressAttempts, SignIns } from '../login/begin/find-sign-in.ts'
import type { Clock, Random } from '../login/clock-and-random.ts'
import type { PasswordVerifiers } from '../login/password/ports.ts'
import type { Gates, LoginConfigurations, SigningKeys } from '../login/ports.ts'
import type { FindHeldSession } from '../login/session.ts'
import type { KeyRing } from '../protocol/sealing/keyring.ts'
import type { FindActivationEvidence } from '../tenants/commands/activation.ts'
import type { AuditLog } from '../tenants/commands/audit.ts'
import type { CatchUp } from '../tenants/commands/catch-up.ts'
import type {
  ApiKeys,
  Applications,
  ConfigurationReads,
  IdempotentAnswers,
  RegisteredApplications,
  TenantCommands,
} from '../tenants/commands/ports.ts'
import type { TestRuns } from '../tenants/connectors/test-run.ts'
import type { FindTxtRecords } from '../tenants/domain.ts'
import type { FindEnforcement } from '../tenants/enforcement.ts'
import type { EventFeed } from '../tenants/events/event-feed.ts'
import type { FetchMetadata } from '../tenants/external-idps/fetch-metadata.ts'
import type { Webhooks } from '../tenants/messages/webhook.ts'
import type { People } from '../tenants/people.ts'
import type { SetupLinks } from '../tenants/setup-links/setup-link.ts'
import type { FindSignInPolicy } from '../tenants/sign-in-policy.ts'
import type { SigningKeyAdministration } from '../tenants/signing-key.ts'
import type { AnswerFloor } from './answer-floor.ts'
import type { RateLimits } from './rate-limits.ts'

/**
 * What people who sign in are answered with. The entry makes it, so its implementations are in the
 * first chunk.
 */
export interface Deps {
  readonly config: Config
  readonly clock: Clock
  readonly random: Random
  readonly keyring: KeyRing
  readonly configurations: LoginConfigurations
  readonly gates: Gates
  readonly signIns: SignIns
  /** Names the organisations that a person may choose from. */
  readonly reads: Pick<ConfigurationReads, 'findTenant'>
  readonly addressAttempts: AddressAttempts
  readonly passwordVerifiers: PasswordVerifiers
  readonly applications: RegisteredApplications
  readonly signingKeys: SigningKeys
  readonly rateLimits: RateLimits
  /** The files of the console, as they were deployed with this Worker. */
  readonly assets: Pick<Fetcher, 'fetch'>
  /** Of answers that must not tell of an account. */
  readonly answerFloor: AnswerFloor
}

/** What the API works with. Its implementations are loaded with the API. */
export interface AdministrationDeps extends Deps {
  readonly reads: ConfigurationReads
  readonly commands: TenantCommands
  readonly events: EventFeed
  readonly webhooks: Webhooks
  readonly people: People
  readonly tests: TestRuns
  readonly setupLinks: SetupLinks
  readonly catchUp: CatchUp
  readonly findEnforcement: FindEnforcement
  readonly findSignInPolicy: FindSignInPolicy
  readonly findActivationEvidence: FindActivationEvidence
  readonly findHeldSession: FindHeldSession
  readonly apiKeys: ApiKeys
  readonly answers: IdempotentAnswers
  readonly audit: AuditLog
  readonly fetchMetadata: FetchMetadata
  readonly findTxtRecords: FindTxtRecords
  readonly applications: Applications
  readonly keyAdministration: SigningKeyAdministration
}

/** Loads the ports that administrators work with. */
export type LoadAdministration = () => Promise<AdministrationDeps>

/** What the pages of a test work with. The ports are loaded if somebody signed in asks. */
export interface TestDeps extends Deps {
  readonly administration: LoadAdministration
}
