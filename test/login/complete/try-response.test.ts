import { expect, it } from 'vitest'
import { tryResponse } from '../../../src/login/complete/try-response.ts'
import type { ConnectorSettings } from '../../../src/tenants/connectors/connector.ts'
import { CIRCUMSTANCES, signedResponse } from '../../support/signed-response.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

const NAME_ID = /<saml:NameID[^>]*>[^<]*<\/saml:NameID>/
const ssoKey = { id: 'sso_1', origin: 'https://sp.example' } as const

/** What a response without a NameID comes to, by who people are. */
async function withoutNameId(identitySource: ConnectorSettings['identitySource']) {
  const { base64 } = await signedResponse({
    attributes: { uid: ['E-17'], email: ['ada@example.org'] },
    editAssertion: (xml) => xml.replace(NAME_ID, ''),
  })
  const settings = {
    idpEntityID: CIRCUMSTANCES.idpEntityID,
    clockSkewSeconds: 180,
    forceAuthn: false,
    mapping: {},
    identitySource,
  } as ConnectorSettings
  const idp = { certificates: [{ der: TEST_KEYS.idp.certificate }] } as never
  return tryResponse({ samlResponse: base64, settings, ssoKey, idp, now: CIRCUMSTANCES.now })
}

it('asks for a NameID only if people are recognised by it', async () => {
  expect((await withoutNameId({ kind: 'attribute', name: 'uid' })).refusal).toBeUndefined()
  expect((await withoutNameId({ kind: 'name_id' })).refusal).toMatchObject({
    code: 'saml_name_id_missing',
  })
})
