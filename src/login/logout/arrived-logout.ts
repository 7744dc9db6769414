// A logout message as it arrives, and what comes of it.

import type { ReceivedLogout } from '../../protocol/saml/logout/receive-logout.ts'
import type { Refusal } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import type { SamlBinding } from '../../tenants/external-idps/external-idp.ts'
import type { SsoId } from '../../tenants/ids.ts'
import type { Departure } from '../begin/send-message.ts'
import type { LoginTrace } from '../login-trace.ts'
import type { RefusedOutcome } from '../refuse-attempt.ts'

/** A logout message with how it came; nothing in it is trusted yet. */
export interface ArrivedLogout {
  readonly ssoId: SsoId
  readonly message: Result<ReceivedLogout, Refusal>
  readonly binding: SamlBinding
  readonly relayState?: string | undefined
  readonly cookies: ReadonlyMap<string, string>
  readonly attempt: LoginTrace
}

export type LogoutOutcome =
  /** The IdP ended its session too. */
  | { readonly kind: 'confirmed' }
  /**
   * The IdP's answer does not count. `ours`: it answers a logout that this browser began, so our
   * session had ended before.
   */
  | { readonly kind: 'unconfirmed'; readonly refused: RefusedOutcome; readonly ours: boolean }
  /** What the IdP asked is done; without a departure there is nowhere to answer. */
  | { readonly kind: 'ended'; readonly departure?: Departure }
  /** Whom the IdP named is nobody here, and so it is told. */
  | { readonly kind: 'unknown'; readonly refused: RefusedOutcome; readonly departure?: Departure }
  | RefusedOutcome
