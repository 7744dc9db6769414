// What is measured: something that verifies one document, again and again, and throws if it ever
// does not.

import type { VerifyDocument } from './documents.ts'

export interface Contestant {
  readonly name: string
  /**
   * Prepares what a long-lived process prepares once (keys, settings); the returned function is
   * what is timed.
   */
  readonly prepare: (document: VerifyDocument) => Promise<() => Promise<void>>
}
