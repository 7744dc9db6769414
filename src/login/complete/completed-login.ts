// How the answer of an IdP ends: with a session, a question, another start, the report of a test,
// or a refusal.

import type { GrantedApplication } from '../../tenants/application.ts'
import type { TenantId, TestId } from '../../tenants/ids.ts'
import type { PendingLogin } from '../begin/pending-login.ts'
import type { BegunLogin } from '../begin/send-request.ts'
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
  /** The report of the test is kept, for its own page. */
  | { readonly kind: 'tested'; readonly testId: TestId }
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
