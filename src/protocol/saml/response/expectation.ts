// What a response is measured against: what is registered and what we asked for, never anything the message says (R40).

/** The circumstances of one login. All times are milliseconds since the epoch. */
export interface Expectation {
  readonly spEntityID: string
  readonly acsUrl: string
  readonly idpEntityID: string
  /** The id of our request. Every response answers one (R41). */
  readonly inResponseTo: string
  readonly requestIssuedAt: number
  readonly now: number
  /** At most 300,000 counts (R44). */
  readonly clockSkewMs: number
  readonly forceAuthn: boolean
  readonly maxAgeSeconds?: number
  /** Asked for in the request, and then required to come back (R55). */
  readonly authnContextClassRef?: string
  /** Registered certificates, DER in standard base64: the only keys there are (R10). */
  readonly certificates: readonly string[]
  /** SHA-1 and RSA under 2048 bits, by the connector's switch (R13). */
  readonly allowWeakAlgorithms: boolean
}
