// What reading metadata comes to: the IdP of the samples, or a refusal.

import { readIdpMetadata } from '../../../../src/protocol/saml/idp-metadata/read-idp-metadata.ts'
import { derOf, P256 } from '../../x509/samples.ts'

const ROLE = {
  sso: {
    redirect: [{ location: 'https://idp.example/sso/redirect' }],
    post: [{ location: 'https://idp.example/sso/post' }],
  },
  slo: {},
  wantAuthnRequestsSigned: false,
  nameIdFormats: ['urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'],
  signingCertificates: [derOf(P256)],
  signedWithSha1: false,
}
export const EXPECTED = { entityID: 'https://idp.example/metadata', roles: [ROLE] }

export async function rolesOf(text: string) {
  const read = await readIdpMetadata(text)
  if (!read.ok) throw new Error(read.refusal.code)
  return read.value.entities.flatMap(({ roles }) => roles)
}

export const refused = (refusal: unknown) => ({ ok: false, refusal })
