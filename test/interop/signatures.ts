// How the IdP signs, and what happens when it changes its key.

import { strict as assert } from 'node:assert'
import { claimsOf } from '../../dev/smoke/person.ts'
import type { Tally } from '../../dev/tally.ts'
import { aliceOf, expectRefusal, logIn } from './person.ts'
import { changeConnector } from './scene.ts'
import type { Scene } from './scene-shape.ts'
import type { Signing, SimpleSamlPhp } from './simplesamlphp.ts'

const WAYS: readonly (readonly [string, Signing['options']])[] = [
  ['the assertion alone', { 'saml20.sign.response': false }],
  ['the response alone', { 'saml20.sign.assertion': false }],
  ['RSA-SHA512', { 'signature.algorithm': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' }],
]

/** Logs in with every signature that SimpleSAMLphp can make, and with none. */
export async function checkSignatures(tally: Tally, scene: Scene<SimpleSamlPhp>): Promise<void> {
  for (const [title, options] of WAYS)
    await tally.check(`Signed: ${title}`, () =>
      expectLogin(scene, { key: 'first', ...(options && { options }) }),
    )
  await tally.check('Signed by nothing: refused', async () => {
    const options = { 'saml20.sign.response': false, 'saml20.sign.assertion': false }
    scene.idp.sign({ key: 'first', options })
    await expectRefusal(scene, 'saml_signature_missing')
  })
  scene.idp.sign({ key: 'first' })
  await tally.check('A request by the POST binding is accepted with its signature', async () => {
    await changeConnector(scene, { request_binding: 'post' })
    await expectLogin(scene, { key: 'first' })
  })
}

/** Has the IdP go over to another key. */
export async function checkRollover(tally: Tally, scene: Scene<SimpleSamlPhp>): Promise<void> {
  const { api, idp, externalIdpPath } = scene
  const refresh = () =>
    api.post<{ certificates: readonly unknown[] }>(`${externalIdpPath}:refresh`, {})
  await tally.check('A certificate that the IdP publishes is taken over by a refresh', async () => {
    await idp.addKey('second')
    idp.sign({ key: 'first', nextKey: 'second' })
    assert.equal((await refresh()).certificates.length, 2)
  })
  await tally.check('A login signed with the old key still works', () =>
    expectLogin(scene, { key: 'first', nextKey: 'second' }),
  )
  await tally.check('A login signed with the new key works without a new test', () =>
    expectLogin(scene, { key: 'second' }),
  )
  await tally.check('A key that was never published is refused', async () => {
    await idp.addKey('third')
    idp.sign({ key: 'third' })
    await expectRefusal(scene, 'dsig_signature_mismatch')
  })
}

/** Has the IdP sign in some way, and asserts that a login works. */
async function expectLogin(scene: Scene<SimpleSamlPhp>, signing: Signing): Promise<void> {
  scene.idp.sign(signing)
  const { arrived } = await logIn(scene)
  assert.equal(
    claimsOf(arrived).email,
    aliceOf(scene.idp).email[0],
    `${arrived.status} at ${arrived.url}`,
  )
}
