/// <reference types="vite/client" />
// The fixtures as modules, because workerd has no file system: what vite finds in the folders when
// the tests are built.

import { decodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import type { Expectation } from '../../../src/protocol/saml/response/expectation.ts'
import type { VerifiedLogin } from '../../../src/protocol/saml/response/verified-login.ts'
import { expectationOf, type WrittenCase, type WrittenLogin } from './written-case.ts'

export interface Fixture {
  /** The name of its folder. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly written: WrittenCase
  readonly expectation: Expectation
}

const CASES = import.meta.glob<WrittenCase>('../../fixtures/*/*/case.json', {
  eager: true,
  import: 'default',
})
const MESSAGES = import.meta.glob<string>('../../fixtures/*/*/message.{xml,base64}', {
  query: '?raw',
  eager: true,
  import: 'default',
})

/** Reads every fixture of one kind, in the order of their names. */
export function readFixtures(kind: 'attacks' | 'dialects'): readonly Fixture[] {
  return Object.entries(CASES)
    .filter(([file]) => file.includes(`/${kind}/`))
    .map(([file, written]) => {
      const folder = file.slice(0, -'case.json'.length)
      return {
        name: folder.split('/').at(-2) ?? '',
        bytes: bytesOf(folder),
        written,
        expectation: expectationOf(written),
      }
    })
}

function bytesOf(folder: string): Uint8Array {
  const text = MESSAGES[`${folder}message.xml`]
  if (text !== undefined) return encodeUtf8(text)
  const bytes = decodeBase64(MESSAGES[`${folder}message.base64`] ?? '')
  if (bytes === undefined || bytes.length === 0) throw new Error(`No message in ${folder}`)
  return bytes
}

/** A login as case.json writes it. */
export function writeLogin({
  authnInstant,
  sessionNotOnOrAfter,
  ...login
}: VerifiedLogin): WrittenLogin {
  return {
    ...login,
    authnInstant: new Date(authnInstant).toISOString(),
    ...(sessionNotOnOrAfter === undefined
      ? {}
      : { sessionNotOnOrAfter: new Date(sessionNotOnOrAfter).toISOString() }),
  }
}
