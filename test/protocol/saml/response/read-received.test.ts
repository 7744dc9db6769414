import { expect, it } from 'vitest'
import { readReceived } from '../../../../src/protocol/saml/response/read-received.ts'
import { encryptedResponse } from '../../../support/encrypted-response.ts'
import { signedResponse } from '../../../support/signed-response.ts'

it('says which request a Response claims to answer, and whether reading it takes a key of ours', async () => {
  const plain = readReceived((await signedResponse()).bytes)
  expect(plain).toMatchObject({ ok: true, value: { inResponseTo: '_request1', encrypted: false } })
  const sealed = readReceived((await encryptedResponse({ inResponseTo: '_2' })).bytes)
  expect(sealed).toMatchObject({ ok: true, value: { inResponseTo: '_2', encrypted: true } })
})
