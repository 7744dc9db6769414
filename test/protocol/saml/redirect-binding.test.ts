import { beforeAll, describe, expect, it } from 'vitest'
import { decodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { inflateRaw } from '../../../src/protocol/bytes/inflate.ts'
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { buildAuthnRequest } from '../../../src/protocol/saml/authn-request.ts'
import { redirectUrl } from '../../../src/protocol/saml/redirect-binding.ts'
import { newRsaKeyPair } from '../x509/rsa-key-pair.ts'
import { request } from './request.ts'

const message = buildAuthnRequest(request)
const destination = 'https://idp.example/sso'

async function messageIn(url: string): Promise<string | undefined> {
  const bytes = decodeBase64(new URL(url).searchParams.get('SAMLRequest') ?? '')
  const inflated = bytes && (await inflateRaw(bytes, 100_000))
  return inflated?.ok ? decodeUtf8(inflated.value) : undefined
}

describe('redirectUrl (SAML Bindings §3.4)', () => {
  let keyPair: Awaited<ReturnType<typeof newRsaKeyPair>>
  beforeAll(async () => {
    keyPair = await newRsaKeyPair()
  })

  it('carries the message deflated, and nothing else unless told to', async () => {
    const url = await redirectUrl({ destination, message })
    expect(url.startsWith(`${destination}?SAMLRequest=`)).toBe(true)
    expect([...new URL(url).searchParams.keys()]).toEqual(['SAMLRequest'])
    expect(await messageIn(url)).toBe(message)
  })

  it('keeps a query string of the endpoint', async () => {
    const url = await redirectUrl({ destination: `${destination}?tenant=a%20b`, message })
    expect(url.startsWith(`${destination}?tenant=a%20b&SAMLRequest=`)).toBe(true)
    expect(await messageIn(url)).toBe(message)
  })

  it('signs exactly the octets of the query, in the order of §3.4.4.1', async () => {
    const { privateKey, publicKey } = keyPair
    const url = await redirectUrl({
      destination: `${destination}?tenant=a`,
      message,
      relayState: "it's (ä) *+/=&",
      privateKey,
    })
    const query = url.slice(url.indexOf('SAMLRequest='))
    const signed = query.slice(0, query.indexOf('&Signature='))
    expect(signed.split('&').map((pair) => pair.split('=')[0])).toEqual([
      'SAMLRequest',
      'RelayState',
      'SigAlg',
    ])
    const { searchParams } = new URL(url)
    expect(searchParams.get('RelayState')).toBe("it's (ä) *+/=&")
    expect(searchParams.get('SigAlg')).toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')
    const signature = decodeBase64(searchParams.get('Signature') ?? '') ?? new Uint8Array()
    const verify = (text: string) =>
      crypto.subtle.verify('RSASSA-PKCS1-v1_5', publicKey, signature, encodeUtf8(text))
    expect(await verify(signed)).toBe(true)
    expect(await verify(signed.replace('RelayState=i', 'RelayState=I'))).toBe(false)
  })

  it('leaves RelayState out of the signed octets when there is none', async () => {
    const url = await redirectUrl({ destination, message, privateKey: keyPair.privateKey })
    expect([...new URL(url).searchParams.keys()]).toEqual(['SAMLRequest', 'SigAlg', 'Signature'])
  })

  it('sends no RelayState of more than 80 bytes', async () => {
    await expect(
      redirectUrl({ destination, message, relayState: 'ä'.repeat(40) }),
    ).resolves.toContain('RelayState=')
    await expect(redirectUrl({ destination, message, relayState: 'ä'.repeat(41) })).rejects.toThrow(
      'RelayState of 82 bytes',
    )
  })
})
