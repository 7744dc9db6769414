// What mutants are made of. A valid subject may yield what it says itself or nothing; one that a
// signed defect spoils may never yield anything, whatever is done to it without the key.

import type { Node } from './markup.ts'

/**
 * `sealed`: the plaintext of an encrypted assertion, which anyone can encrypt for us. `query`: a
 * logout by HTTP-Redirect.
 */
export type Kind = 'response' | 'encrypted' | 'sealed' | 'logout' | 'query' | 'metadata'

export interface Verdict {
  readonly accepted: boolean
  /** Everything that was understood, as text, or the code of the refusal. */
  readonly says: string
}

export interface Subject {
  readonly name: string
  readonly kind: Kind
  /** What is mutated: the message itself, unless `envelope` puts it in its place. */
  readonly text: string
  /** The text as a tree; a query has none. */
  readonly root?: Node
  /** The same about somebody else, every digest right, signed with a key that is not registered. */
  readonly forgery: Node
  /** Whether it is accepted as it is. */
  readonly valid: boolean
  readonly certificates: readonly string[]
  /** What it is judged under, for the record. */
  readonly circumstances: object
  /** Makes the message of a mutated part. */
  readonly envelope?: (part: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  readonly judge: (bytes: Uint8Array<ArrayBuffer>) => Promise<Verdict>
}

export interface Subjects {
  readonly all: readonly Subject[]
  /**
   * What an attacker has besides: an own genuine response, signed with the same key, for another
   * request.
   */
  readonly stranger: Node
}
