// How the answer of an IdP ends: with a session, a question, another start, the report of a test,
// or a refusal.

import type { RuleVerdict } from '../../protocol/saml/response/rule-verdict.ts'
import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import type { Refusal } from '../../refusal.ts'
import type { GrantedApplication } from '../../tenants/application.ts'
import type { ActiveConnector } from '../../tenants/connectors/login-configuration.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { PendingLogin } from '../begin/pending-login.ts'
import type { BegunLogin } from '../begin/send-request.ts'
import type { MappedIdentity, MappedProfile } from '../mapping/map-profile.ts'
import type { RefusedOutcome } from '../refuse-attempt.ts'
import type { OpenSession, SessionHandle } from '../session.ts'

/** How the answer of an IdP ended. */
export type CompletedLogin =
  | {
      readonly kind: 'admitted'
      readonly open: OpenSession
      readonly handle: SessionHandle
      readonly pending: PendingLogin
      /** Where the person lands who asked for no address; absent where nothing decides. */
      readonly landing?: GrantedApplication
      /** The IdP began it: who is signed in here already is asked first. */
      readonly unsolicited?: true
    }
  /** What the IdP began goes on as a login of our own, which starts there. */
  | { readonly kind: 'converted'; readonly loginPath: string }
  | { readonly kind: 'tested'; readonly report: TestReport }
  /** The person may enter several tenants, and has chosen none of them. */
  | {
      readonly kind: 'choose'
      /** Empty where the IdP began. */
      readonly requestId: string
      readonly tenantIds: readonly TenantId[]
      readonly pending: PendingLogin
    }
  /** The configuration changed while the person was away: the login starts again, once. */
  | { readonly kind: 'restarted'; readonly begun: BegunLogin }
  | RefusedOutcome

/**
 * What the administrator sees. The message is shown always; what it says only once its signature
 * verified.
 */
export interface TestReport {
  readonly tenantId: TenantId
  readonly tenantName: string
  readonly connector: ActiveConnector
  /** What failed first; absent when the test passed. */
  readonly refusal?: Refusal
  /** The message as it was received. */
  readonly message: string
  readonly verdicts: readonly RuleVerdict[]
  readonly login?: VerifiedLogin
  readonly identity?: MappedIdentity
  readonly mapped?: MappedProfile
  /** The verified issuer, if nobody had said it. Present only when the test passed. */
  readonly learnedIssuer?: string
}
