// A second factor while it is set up, and what it answers.

import type { UserId } from '../../tenants/ids.ts'

/** A second factor that is being set up: it counts once it has answered. */
export type PendingFactor =
  | {
      readonly kind: 'totp'
      /** For the QR code. */
      readonly uri: string
      /** The same secret for the keyboard. */
      readonly typed: string
    }
  | {
      readonly kind: 'passkey'
      /** base64url. */
      readonly challenge: string
      readonly userId: UserId
      readonly account: string
      /** Credential ids that the person has already. */
      readonly known: readonly string[]
    }

/** What somebody proves to have. */
export type FactorAnswer =
  /** Of an app, or a recovery code; as typed. */
  | { readonly kind: 'code'; readonly typed: string }
  | {
      readonly kind: 'passkey'
      /** What the browser made of the answer. */
      readonly json: string
      /** One of ours, from which the page was sent. */
      readonly origin: string
    }
