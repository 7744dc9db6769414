// An attack: one valid message, one change, and the refusal that has to meet it.

import type { Expectation } from '../../src/protocol/saml/response/expectation.ts'
import type { EncryptionOptions } from '../../test/support/encrypted-response.ts'
import { type ResponseOptions, signedResponse } from '../../test/support/signed-response.ts'
import type { TEST_KEYS } from '../../test/support/test-keys.ts'

export type KeyName = keyof typeof TEST_KEYS

/**
 * What may differ from the circumstances that the valid message fits; certificates and keys go by
 * name.
 */
export interface Circumstances
  extends Partial<Omit<Expectation, 'certificates' | 'decryptionKeys'>> {
  readonly certificates?: readonly KeyName[]
  readonly decryptionKeys?: readonly KeyName[]
}

export interface Attack {
  /** What the attacker did, and what for. */
  readonly says: string
  readonly rule: string
  /** The code of the refusal. */
  readonly refuses: string
  /** How the message differs from a valid one. */
  readonly message: ResponseOptions
  /** Of an encrypted one, how it is encrypted. */
  readonly encryption?: EncryptionOptions
  readonly circumstances?: Circumstances
  /** For a message that is no UTF-8 text. */
  readonly encode?: (xml: string) => Uint8Array
}

/** By name: the folder of the fixture. */
export type Attacks = Readonly<Record<string, Attack>>

/** Replaces exactly one place: a text that is not there once would leave the message valid. */
export function change(from: string | RegExp, to: string): (xml: string) => string {
  return (xml) => {
    if (xml.split(from).length !== 2) throw new Error(`${from} is not there exactly once`)
    return xml.replace(from, () => to)
  }
}

/** Puts a text right before another, at its first occurrence. */
export function before(at: string, text: string): (xml: string) => string {
  return (xml) => {
    const position = xml.indexOf(at)
    if (position < 0) throw new Error(`${at} is not there`)
    return xml.slice(0, position) + text + xml.slice(position)
  }
}

/** Applies one change after the other. */
export const all =
  (...changes: readonly ((xml: string) => string)[]) =>
  (xml: string): string =>
    changes.reduce((text, apply) => apply(text), xml)

const ASSERTION = /<saml:Assertion .*<\/saml:Assertion>/s
const SIGNATURE = /<ds:Signature .*?<\/ds:Signature>/s

/** The text of the outermost assertion of a message. */
export const assertionOf = (xml: string): string => ASSERTION.exec(xml)?.[0] ?? ''

/** The text of the first Signature of a message. */
export const signatureOf = (xml: string): string => SIGNATURE.exec(xml)?.[0] ?? ''

/** The forger's own assertion: unsigned, and about somebody else. */
export const FORGED = assertionOf(
  (await signedResponse({ sign: 'none', assertionId: '_forged', nameId: 'admin@example.org' })).xml,
)
