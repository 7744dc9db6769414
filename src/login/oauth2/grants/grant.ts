// The form of a grant: how the parameters of a token request become tokens.

import type { OidcRefusal } from '../../../protocol/oidc/oauth-refusals.ts'
import type { TokenParameters } from '../../../protocol/oidc/token-request.ts'
import type { KeyRing } from '../../../protocol/sealing/keyring.ts'
import type { Result } from '../../../result.ts'
import type { RegisteredApplication } from '../../../tenants/commands/ports.ts'
import type { Gates, SigningKeys } from '../../ports.ts'
import type { IssueDeps, TokenResponse } from '../issue-tokens.ts'

/** What grants take from outside. */
export interface GrantDeps extends IssueDeps {
  readonly keyring: KeyRing
  readonly gates: Gates
  readonly signingKeys: Pick<SigningKeys, 'current'>
}

/** Answers the token request of an application that has authenticated. */
export type Grant = (
  deps: GrantDeps,
  application: RegisteredApplication,
  values: TokenParameters['values'],
) => Promise<Result<TokenResponse, OidcRefusal>>
