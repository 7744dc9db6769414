// What tests of the configuration API set up first: an API key, a tenant, an SSO key, an external
// IdP, a connector.

import type { AdministrationDeps } from '../../src/http/deps.ts'
import { encodeBase64 } from '../../src/protocol/bytes/base64.ts'
import { issueSelfSignedCertificate } from '../../src/protocol/x509/issue-certificate.ts'
import { ok, refuse } from '../../src/result.ts'
import { type Client, OPERATOR_KEY, openApi, type Reply } from './api.ts'
import { strongRandom } from './key-ring.ts'

export interface Resource {
  readonly id: string
  readonly name: string
  readonly [member: string]: unknown
}

/** A client that sends its key with every call. */
export interface Caller {
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>
  /** Creates or changes something, and fails the test when it is refused. */
  make(path: string, body?: unknown): Promise<Resource>
}

export async function mintKey(
  client: Client,
  name = 'tests',
  members: object = {},
): Promise<string> {
  const body = { name, ...members }
  const reply = await client.call('POST', '/api-keys', { key: OPERATOR_KEY, body })
  return (reply.json as { secret: string }).secret
}

/** Opens the API with a fresh key. `documents` is what metadata URLs answer. */
export async function openCaller(
  change: Partial<AdministrationDeps> = {},
  documents: ReadonlyMap<string, string> = new Map(),
): Promise<Caller> {
  const fetchMetadata: AdministrationDeps['fetchMetadata'] = async (url) => {
    const document = documents.get(url)
    return document === undefined ? refuse({ code: 'fetch_failed' }) : ok(document)
  }
  const client = openApi({ fetchMetadata, ...change })
  return callerOf(client, await mintKey(client))
}

/** A client that sends this key. */
export function callerOf(client: Client, key: string): Caller {
  const call: Caller['call'] = (method, path, body, headers = {}) =>
    client.call(method, path, { key, headers, ...(body === undefined ? {} : { body }) })
  return {
    call,
    async make(path, body) {
      const reply = await call('POST', path, body)
      if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`)
      return reply.json as Resource
    },
  }
}

let names = 0
/** A name that no other call of this file got. */
export const freshName = (what: string): string => `${what} ${++names}`

export const makeTenant = (caller: Caller, members: object = {}): Promise<Resource> =>
  caller.make('/tenants', { name: freshName('Tenant'), ...members })

/** A self-signed certificate as base64 of its DER. */
export async function makeCertificate(notAfter = Date.now() + 365 * 86_400_000): Promise<string> {
  const keyPair = await crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: 'SHA-256',
    },
    true,
    ['sign', 'verify'],
  )
  const der = await issueSelfSignedCertificate({
    commonName: 'idp',
    // generateKey is typed for single keys too; for RSA it gives a pair.
    keyPair: keyPair as CryptoKeyPair,
    notBefore: Date.now() - 86_400_000,
    notAfter,
    serial: strongRandom(16),
  })
  return encodeBase64(der)
}

interface IdpMetadata {
  readonly entityID?: string
  readonly sso?: string
  readonly certificates: readonly string[]
}

/** Metadata of one IdP with both bindings. */
export const writeMetadata = ({
  entityID = 'https://idp.example.com',
  sso = 'https://idp.example.com/sso',
  certificates,
}: IdpMetadata): string =>
  `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entityID}">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
${certificates.map((c) => `<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${c}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`).join('\n')}
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${sso}"/>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${sso}"/>
</md:IDPSSODescriptor></md:EntityDescriptor>`

/**
 * A tenant with an SSO key, an external IdP from pasted metadata, and a connector that was never
 * tested.
 */
export async function makeConnector(caller: Caller, ofTenant: object = {}) {
  const tenant = await makeTenant(caller, ofTenant)
  const base = `/tenants/${tenant.id}`
  const ssoKey = await caller.make(`${base}/sso-keys`, { name: 'main', environment: 'production' })
  const idp = await caller.make(`${base}/external-idps`, {
    name: 'IdP',
    metadata_xml: writeMetadata({ certificates: [await makeCertificate()] }),
  })
  const connector = await caller.make(`${base}/connectors`, {
    name: 'Login',
    reference: 'login',
    type: 'saml',
    sso_id: ssoKey.id,
    external_idp_id: idp.id,
  })
  return { tenant, base, ssoKey, idp, connector, path: `${base}/connectors/${connector.id}` }
}
