import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { C14N_11, EXC_C14N, RSA_SHA256, SHA256 } from '../../../src/protocol/xmldsig/algorithms.ts'
import { readCanonicalization } from '../../../src/protocol/xmldsig/signed-info.ts'
import { type ResponseOptions, signedResponse } from '../../support/signed-response.ts'
import { ALICE, judge } from '../saml/response/judge.ts'

const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const C14N11 = 'http://www.w3.org/2006/12/xml-c14n11'
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116'
const XSLT = 'http://www.w3.org/TR/1999/REC-xslt-19991116'
const METHOD = `<ds:CanonicalizationMethod Algorithm="${EXC_C14N}">`
const LAST = `<ds:Transform Algorithm="${EXC_C14N}"></ds:Transform></ds:Transforms>`
const FIRST = `<ds:Transform Algorithm="${ENVELOPED}"></ds:Transform>`

/** Replaces text in SignedInfo and signs it so: the signature is genuine. */
const signing = (from: string | RegExp, to: string): ResponseOptions => ({
  editSignedInfo: (xml) => {
    if (xml.search(from instanceof RegExp ? from : from.replace(/[?.+]/g, '\\$&')) < 0)
      throw new Error(`${from} is not there`)
    return xml.replace(from, to)
  },
})
const invalid = (got: string) => ({ code: 'dsig_structure_invalid', got })
const forbiddenTransforms = (...got: string[]) => ({
  code: 'dsig_transform_forbidden',
  expected: [ENVELOPED, EXC_C14N],
  got,
})

describe('SignedInfo, genuinely signed, is refused with', () => {
  it.each<[string, ResponseOptions, object]>([
    [
      'another Reference',
      signing(/(<ds:Reference.*<\/ds:Reference>)/, '$1$1'),
      invalid('SignedInfo'),
    ],
    ['no Reference', signing(/<ds:Reference.*<\/ds:Reference>/, ''), invalid('SignedInfo')],
    ['text inside', signing('<ds:Reference', 'x<ds:Reference'), invalid('SignedInfo')],
    [
      'a parameter of the signature algorithm',
      signing(
        '</ds:SignatureMethod>',
        '<ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>',
      ),
      {
        code: 'dsig_signature_algorithm_forbidden',
        expected: RSA_SHA256,
        got: `${RSA_SHA256} with parameters`,
      },
    ],
    [
      'text in the signature algorithm',
      signing('</ds:SignatureMethod>', '0</ds:SignatureMethod>'),
      {
        code: 'dsig_signature_algorithm_forbidden',
        expected: RSA_SHA256,
        got: `${RSA_SHA256} with parameters`,
      },
    ],
    [
      'text in the digest algorithm',
      signing('</ds:DigestMethod>', '0</ds:DigestMethod>'),
      {
        code: 'dsig_digest_algorithm_forbidden',
        expected: SHA256,
        got: `${SHA256} with parameters`,
      },
    ],
    [
      'text in the canonicalisation',
      signing(METHOD, `${METHOD}0`),
      invalid('CanonicalizationMethod'),
    ],
    ['no URI', signing(' URI="#_assertion1"', ''), invalid('Reference')],
    [
      'an empty URI',
      signing('URI="#_assertion1"', 'URI=""'),
      { code: 'dsig_reference_mismatch', expected: '#_assertion1', got: '' },
    ],
    [
      'another URI',
      signing('URI="#_assertion1"', 'URI="#_response1"'),
      { code: 'dsig_reference_mismatch', expected: '#_assertion1', got: '#_response1' },
    ],
    [
      'an XPointer',
      signing('URI="#_assertion1"', 'URI="#xpointer(id(\'_assertion1\'))"'),
      {
        code: 'dsig_reference_mismatch',
        expected: '#_assertion1',
        got: "#xpointer(id('_assertion1'))",
      },
    ],
    ['no Transforms', signing(/<ds:Transforms>.*<\/ds:Transforms>/, ''), invalid('Reference')],
    ['no enveloped-signature', signing(FIRST, ''), forbiddenTransforms(EXC_C14N)],
    [
      'the transforms in another order',
      signing(FIRST + LAST, LAST.replace('</ds:Transforms>', `${FIRST}</ds:Transforms>`)),
      forbiddenTransforms(EXC_C14N, ENVELOPED),
    ],
    [
      'a third transform',
      signing(LAST, `<ds:Transform Algorithm="${EXC_C14N}"></ds:Transform>${LAST}`),
      forbiddenTransforms(ENVELOPED, EXC_C14N, EXC_C14N),
    ],
    [
      'XPath',
      signing(`Algorithm="${EXC_C14N}"></ds:Transform>`, `Algorithm="${XPATH}"></ds:Transform>`),
      forbiddenTransforms(ENVELOPED, XPATH),
    ],
    [
      'XSLT',
      signing(`Algorithm="${EXC_C14N}"></ds:Transform>`, `Algorithm="${XSLT}"></ds:Transform>`),
      forbiddenTransforms(ENVELOPED, XSLT),
    ],
    [
      'comments kept',
      signing(
        `Algorithm="${EXC_C14N}"></ds:Transform>`,
        `Algorithm="${EXC_C14N}WithComments"></ds:Transform>`,
      ),
      forbiddenTransforms(ENVELOPED, `${EXC_C14N}WithComments`),
    ],
    [
      'comments kept in SignedInfo',
      signing(METHOD, METHOD.replace('#"', '#WithComments"')),
      {
        code: 'dsig_canonicalization_forbidden',
        expected: EXC_C14N,
        got: `${EXC_C14N}WithComments`,
      },
    ],
    [
      'a child of enveloped-signature',
      signing(FIRST, FIRST.replace('></', '><ds:XPath></ds:XPath></')),
      forbiddenTransforms(ENVELOPED, EXC_C14N),
    ],
    [
      'text in enveloped-signature',
      signing(FIRST, FIRST.replace('></', '>x</')),
      forbiddenTransforms(ENVELOPED, EXC_C14N),
    ],
    [
      'a stranger among the transforms',
      signing(FIRST, FIRST.replaceAll('ds:Transform', 'ds:Other')),
      forbiddenTransforms(ENVELOPED, EXC_C14N),
    ],
    [
      'its Transforms under another name',
      signing(/<(\/?)ds:Transforms>/g, '<$1ds:Others>'),
      invalid('Reference'),
    ],
    [
      'its DigestMethod under another name',
      signing(/<(\/?)ds:DigestMethod/g, '<$1ds:Other'),
      invalid('Reference'),
    ],
    [
      'its DigestValue under another name',
      signing(/<(\/?)ds:DigestValue>/g, '<$1ds:Other>'),
      invalid('Reference'),
    ],
    [
      'a signature method before the canonicalisation',
      signing(/(<ds:Can.*<\/ds:Can\w+>)(<ds:Sig.*<\/ds:SignatureMethod>)/, '$2$1'),
      invalid('SignedInfo'),
    ],
    [
      'no signature algorithm',
      signing(/SignatureMethod Algorithm="[^"]*"/, 'SignatureMethod'),
      { code: 'dsig_signature_algorithm_forbidden', expected: RSA_SHA256, got: '' },
    ],
    [
      'no digest algorithm',
      signing(/DigestMethod Algorithm="[^"]*"/, 'DigestMethod'),
      { code: 'dsig_digest_algorithm_forbidden', expected: SHA256, got: '' },
    ],
    [
      'no canonicalisation algorithm',
      signing(/CanonicalizationMethod Algorithm="[^"]*"/, 'CanonicalizationMethod'),
      { code: 'dsig_canonicalization_forbidden', expected: EXC_C14N, got: '' },
    ],
    [
      'a transform without algorithm',
      signing(/Algorithm="[^"]*"(><\/ds:Transform><\/ds:Transforms>)/, '$1'),
      forbiddenTransforms(ENVELOPED, ''),
    ],
    ['two digests', signing(/(<ds:DigestValue.*<\/ds:DigestValue>)/, '$1$1'), invalid('Reference')],
    [
      'an unknown digest algorithm',
      signing('xmlenc#sha256', 'xmldsig-more#md5'),
      {
        code: 'dsig_digest_algorithm_forbidden',
        expected: SHA256,
        got: 'http://www.w3.org/2001/04/xmldsig-more#md5',
      },
    ],
    [
      'a digest that is not base64',
      signing(/<ds:DigestValue>.{4}/, '<ds:DigestValue>-___'),
      { code: 'dsig_value_not_base64', got: 'DigestValue' },
    ],
    [
      'an element inside the digest',
      signing('<ds:DigestValue>', '<ds:DigestValue><ds:X></ds:X>'),
      { code: 'dsig_digest_mismatch', got: 'Signature in Assertion' },
    ],
    [
      'an empty digest',
      signing(/<ds:DigestValue>.*<\/ds:DigestValue>/, '<ds:DigestValue></ds:DigestValue>'),
      { code: 'dsig_digest_mismatch', got: 'Signature in Assertion' },
    ],
  ])('%s', async (_, options, refusal) => {
    expect(await judge(options)).toEqual(refusal)
  })
})

describe('a Signature is refused with', () => {
  it.each<[string, string | RegExp, string, object]>([
    [
      'an Object',
      '</ds:Signature>',
      '<ds:Object></ds:Object></ds:Signature>',
      invalid('Signature'),
    ],
    [
      'an Object after KeyInfo',
      '</ds:Signature>',
      '<ds:KeyInfo/><ds:Object/></ds:Signature>',
      invalid('Signature'),
    ],
    ['a second SignedInfo', /(<ds:SignedInfo>.*<\/ds:SignedInfo>)/, '$1$1', invalid('Signature')],
    [
      'a second SignatureValue',
      /(<ds:SignatureValue>.*<\/ds:SignatureValue>)/,
      '$1$1',
      invalid('Signature'),
    ],
    ['no SignatureValue', /<ds:SignatureValue>.*<\/ds:SignatureValue>/, '', invalid('Signature')],
    ['text inside', '<ds:SignatureValue>', 'x<ds:SignatureValue>', invalid('Signature')],
    [
      'an empty SignatureValue',
      /<ds:SignatureValue>.*<\/ds:SignatureValue>/,
      '<ds:SignatureValue/>',
      { code: 'dsig_value_not_base64', got: 'SignatureValue' },
    ],
    [
      'an element in its SignatureValue',
      '<ds:SignatureValue>',
      '<ds:SignatureValue><ds:X/>',
      { code: 'dsig_value_not_base64', got: 'SignatureValue' },
    ],
    [
      'a SignatureValue that is not base64',
      /<ds:SignatureValue>.{4}/,
      '<ds:SignatureValue>-___',
      { code: 'dsig_value_not_base64', got: 'SignatureValue' },
    ],
    [
      'no CanonicalizationMethod',
      /<ds:CanonicalizationMethod.*<\/ds:CanonicalizationMethod>/,
      '',
      invalid('SignedInfo'),
    ],
  ])('%s', async (_, from, to, refusal) => {
    expect(await judge({ edit: (xml) => xml.replace(from, to) })).toEqual(refusal)
  })
})

describe('canonicalisations (R24)', () => {
  const prefixes = `<ec:InclusiveNamespaces xmlns:ec="${EXC_C14N}" PrefixList="xs #default">`
  const listed = `Algorithm="${EXC_C14N}">${prefixes}</ec:InclusiveNamespaces></ds:Transform>`

  it('accepts a PrefixList', async () => {
    expect(await judge(signing(`Algorithm="${EXC_C14N}"></ds:Transform>`, listed))).toEqual(ALICE)
  })

  it('refuses any other parameter', async () => {
    const other = listed.replaceAll('InclusiveNamespaces', 'Other')
    expect(await judge(signing(`Algorithm="${EXC_C14N}"></ds:Transform>`, other))).toEqual(
      invalid('Transform'),
    )
  })

  it('refuses a PrefixList of a canonicalisation that has none', async () => {
    const inclusive = listed.replace(EXC_C14N, C14N)
    expect(await judge(signing(`Algorithm="${EXC_C14N}"></ds:Transform>`, inclusive))).toEqual(
      invalid('Transform'),
    )
  })

  it('reads the prefixes of a PrefixList, between whatever white space', () => {
    const read = (list: string) => {
      const xml = `<m xmlns:ec="${EXC_C14N}" Algorithm="${EXC_C14N}"><ec:InclusiveNamespaces${list}/></m>`
      const parsed = parseXml(encodeUtf8(xml))
      return parsed.ok && readCanonicalization(parsed.value)
    }
    const found = (...inclusivePrefixes: string[]) => ({
      ok: true,
      value: { algorithm: 'exc-c14n', inclusivePrefixes },
    })
    expect(read(' PrefixList="xs"')).toEqual(found('xs'))
    expect(read(' PrefixList="  xs \n\t #default "')).toEqual(found('xs', '#default'))
    expect(read(' PrefixList=""')).toEqual(found())
    expect(read('')).toEqual(found())
  })

  it('accepts exclusive canonicalisation under an inherited xml:* attribute', async () => {
    const edit = (xml: string) => xml.replace('<samlp:Response', '<samlp:Response xml:lang="en"')
    expect(await judge({ edit })).toEqual(ALICE)
  })

  it.each([
    ['text before its PrefixList', listed.replace('<ec:', '0<ec:')],
    ['text after its PrefixList', listed.replace('</ds:', '0</ds:')],
    ['a second PrefixList', listed.replace(/<ec:.*<\/ec:\w+>/, '$&$&')],
    ['another parameter after its PrefixList', listed.replace('</ds:', '<ds:X></ds:X></ds:')],
  ])('refuses %s', async (_, transform) => {
    expect(await judge(signing(`Algorithm="${EXC_C14N}"></ds:Transform>`, transform))).toEqual(
      invalid('Transform'),
    )
  })

  // The response is its own document here: its inclusive and exclusive forms are the same when
  // nothing is inherited and every declaration is used where it stands.
  it.each([C14N, C14N11])('accepts %s of a response', async (algorithm) => {
    const options = signing(
      `Algorithm="${EXC_C14N}"></ds:Transform>`,
      `Algorithm="${algorithm}"></ds:Transform>`,
    )
    expect(await judge({ ...options, sign: 'response' })).toEqual(ALICE)
  })

  it('takes c14n 1.0 where there is no canonicalisation (XML Signature §4.4.3.2)', async () => {
    expect(await judge({ ...signing(LAST, '</ds:Transforms>'), sign: 'response' })).toEqual(ALICE)
  })

  it('refuses c14n 1.1 under an inherited xml:* attribute', async () => {
    const options = signing(
      `Algorithm="${EXC_C14N}"></ds:Transform>`,
      `Algorithm="${C14N11}"></ds:Transform>`,
    )
    const edit = (xml: string) => xml.replace('<samlp:Response', '<samlp:Response xml:lang="en"')
    expect(await judge({ ...options, edit })).toEqual({
      code: 'dsig_canonicalization_forbidden',
      expected: EXC_C14N,
      got: C14N_11,
    })
  })

  it('refuses content whose canonical form is huge, before it is digested (R7)', async () => {
    const bomb = `<e:e xmlns:p="urn:${'x'.repeat(10_000)}" xmlns:e="urn:e">${'<p:b/>'.repeat(10_000)}</e:e>`
    const edit = (xml: string) => xml.replace('<saml:Subject>', `${bomb}<saml:Subject>`)
    expect(await judge({ edit })).toEqual({ code: 'xml_too_large' })
  })
})

describe('SignatureValue', () => {
  it('may be broken into lines', async () => {
    const { xml } = await signedResponse()
    expect(xml).toMatch(/<ds:SignatureValue>\S{300}/)
    const edit = (text: string) => text.replace(/(<ds:SignatureValue>.{76})/, '$1\r\n  ')
    expect(await judge({ edit })).toEqual(ALICE)
  })
})
