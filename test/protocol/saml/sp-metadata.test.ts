import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { METADATA_NS } from '../../../src/protocol/saml/namespaces.ts'
import { writeSpMetadata } from '../../../src/protocol/saml/sp-metadata.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import {
  attributeOf,
  childElements,
  childrenNamed,
  textOf,
} from '../../../src/protocol/xml/tree.ts'

const sp = {
  spEntityID: 'https://sp.example/sso/sso_1/saml/metadata',
  acsUrl: 'https://sp.example/sso/sso_1/saml/acs',
  signingCertificates: ['AAAA', 'BBBB'],
  encryptionCertificates: [] as readonly string[],
  authnRequestsSigned: true,
  wantAssertionsSigned: false,
  nameIdFormats: ['urn:a', 'urn:b'],
  displayName: 'Smith & <Sons> "Ltd"',
}

function describeSp(metadata: typeof sp & { sloUrl?: string }) {
  const parsed = parseXml(encodeUtf8(writeSpMetadata(metadata)))
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  const [role] = childrenNamed(parsed.value, METADATA_NS, 'SPSSODescriptor')
  if (role === undefined) throw new Error('no SPSSODescriptor')
  return { root: parsed.value, role, names: childElements(role).map(({ localName }) => localName) }
}

describe('writeSpMetadata (SAML Metadata §2.4.4)', () => {
  it('describes the SSO key in the order of the schema', () => {
    const { root, role, names } = describeSp(sp)
    expect(attributeOf(root, 'entityID')).toBe(sp.spEntityID)
    expect(role.attributes.map(({ name, value }) => [name, value])).toEqual([
      ['AuthnRequestsSigned', 'true'],
      ['WantAssertionsSigned', 'false'],
      ['protocolSupportEnumeration', 'urn:oasis:names:tc:SAML:2.0:protocol'],
    ])
    expect(names).toEqual([
      'Extensions',
      'KeyDescriptor',
      'KeyDescriptor',
      'NameIDFormat',
      'NameIDFormat',
      'AssertionConsumerService',
    ])
  })

  it('names one ACS, for HTTP-POST', () => {
    const [acs] = childrenNamed(describeSp(sp).role, METADATA_NS, 'AssertionConsumerService')
    expect(acs?.attributes.map(({ name, value }) => [name, value])).toEqual([
      ['Binding', 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'],
      ['Location', sp.acsUrl],
      ['index', '0'],
      ['isDefault', 'true'],
    ])
  })

  it('offers its keys for signing only (R34)', () => {
    const keys = childrenNamed(describeSp(sp).role, METADATA_NS, 'KeyDescriptor')
    expect(keys.map((key) => attributeOf(key, 'use'))).toEqual(['signing', 'signing'])
  })

  it('offers a key for encryption where it is told to, with the algorithms that need no switch (R34)', () => {
    const { role } = describeSp({ ...sp, encryptionCertificates: ['AAAA'] })
    const keys = childrenNamed(role, METADATA_NS, 'KeyDescriptor')
    expect(keys.map((key) => attributeOf(key, 'use'))).toEqual(['signing', 'signing', 'encryption'])
    const methods = childrenNamed(keys[2] ?? role, METADATA_NS, 'EncryptionMethod')
    expect(methods.map((method) => attributeOf(method, 'Algorithm'))).toEqual([
      'http://www.w3.org/2009/xmlenc11#aes256-gcm',
      'http://www.w3.org/2009/xmlenc11#aes128-gcm',
      'http://www.w3.org/2009/xmlenc11#rsa-oaep',
      'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
    ])
  })

  it('escapes the name that administrators see', () => {
    const [extensions] = childElements(describeSp(sp).role)
    const [uiInfo] = extensions ? childElements(extensions) : []
    const [name] = uiInfo ? childElements(uiInfo) : []
    expect(name && textOf(name)).toBe(sp.displayName)
  })

  it('publishes a logout endpoint only where there is one', () => {
    const sloUrl = 'https://sp.example/sso/sso_1/saml/slo'
    expect(describeSp(sp).names).not.toContain('SingleLogoutService')
    const services = childrenNamed(
      describeSp({ ...sp, sloUrl }).role,
      METADATA_NS,
      'SingleLogoutService',
    )
    expect(services.map((service) => attributeOf(service, 'Location'))).toEqual([sloUrl, sloUrl])
    expect(describeSp({ ...sp, sloUrl }).names.indexOf('SingleLogoutService')).toBe(3)
  })

  it('gives the same bytes for the same input', () => {
    expect(writeSpMetadata(sp)).toBe(writeSpMetadata({ ...sp }))
  })

  it('names the logout endpoint once for each binding, and none where there is none', () => {
    const sloUrl = 'https://sp.example/sso/sso_1/saml/slo'
    const endpoints = childrenNamed(
      describeSp({ ...sp, sloUrl }).role,
      METADATA_NS,
      'SingleLogoutService',
    )
    expect(endpoints.map((endpoint) => attributeOf(endpoint, 'Binding'))).toEqual([
      'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
      'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
    ])
    expect(endpoints.map((endpoint) => attributeOf(endpoint, 'Location'))).toEqual([sloUrl, sloUrl])
    expect(describeSp(sp).names).not.toContain('SingleLogoutService')
  })

  it('says how to encrypt for an encryption key alone', () => {
    const { role } = describeSp({ ...sp, encryptionCertificates: ['CCCC'] })
    const methods = childrenNamed(role, METADATA_NS, 'KeyDescriptor').map((key) => [
      attributeOf(key, 'use'),
      childrenNamed(key, METADATA_NS, 'EncryptionMethod').length > 0,
    ])
    expect(methods).toEqual([
      ['signing', false],
      ['signing', false],
      ['encryption', true],
    ])
  })
})
