// What verifying one ordinary signed response costs: ours, two peers, and the floor that no verifier can go below (the same
// digest and the same RSA verification through the same API). Medians of rounds that take turns, so that a busy moment of
// the machine hits all of them.

import { writeFileSync } from 'node:fs'
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import { DOMParser, XMLSerializer } from '@xmldom/xmldom'
import * as xmlCore from 'xml-core'
import * as xmldsig from 'xmldsigjs'
import xpath from 'xpath'
import { decodeBase64Binary } from '../src/protocol/bytes/base64.ts'
import { readReceived } from '../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../src/protocol/saml/response/verify-response.ts'
import { certificateKey } from '../src/protocol/x509/public-key.ts'
import { canonicalize } from '../src/protocol/xml/canonicalize.ts'
import { parseXml } from '../src/protocol/xml/parse.ts'
import { childrenNamed, textOf, type XmlElement } from '../src/protocol/xml/tree.ts'
import { DSIG_NS } from '../src/protocol/xmldsig/algorithms.ts'
import { CIRCUMSTANCES, signedResponse } from '../test/support/signed-response.ts'
import { TEST_KEYS } from '../test/support/test-keys.ts'

const ROUNDS = 60
const RUNS_PER_ROUND = 10
const WARM_UP = 200
const RESULTS = 'bench/results.verify.json'

/** An ordinary message: twenty attributes and a KeyInfo, about 6.6 KB. It is issued now, because the peers ask the clock. */
const issuedAt = Date.now() - 30_000
const attributes = Object.fromEntries(
  Array.from({ length: 20 }, (_, i) => [`urn:oid:0.9.2342.19200300.100.1.${i}`, [`value ${i}`]]),
)
const keyInfo = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${TEST_KEYS.idp.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
const message = await signedResponse({
  issuedAt,
  attributes,
  edit: (xml) => xml.replace('</ds:Signature>', keyInfo),
})
const expectation = { ...CIRCUMSTANCES, now: Date.now(), requestIssuedAt: issuedAt }

const measured = await takeTurns({
  floor: await floor(),
  'edge-sso': ours,
  xmldsigjs: xmldsigjs(),
  'node-saml': nodeSaml(),
})
report(measured)

async function ours(): Promise<void> {
  const received = readReceived(message.bytes)
  if (!received.ok) throw new Error(received.refusal.code)
  const verified = await verifyResponse(received.value, expectation)
  if (!verified.ok) throw new Error(verified.refusal.code)
}

/** One digest and one RSA verification over exactly the bytes that this message needs. */
async function floor(): Promise<() => Promise<void>> {
  const assertion = onlyChild(parsed(), 'urn:oasis:names:tc:SAML:2.0:assertion', 'Assertion')
  const signature = onlyChild(assertion, DSIG_NS, 'Signature')
  const signedInfo = canonicalize(onlyChild(signature, DSIG_NS, 'SignedInfo'), {
    algorithm: 'exc-c14n',
  })
  const signed = canonicalize(assertion, { algorithm: 'exc-c14n', omit: signature })
  const value = decodeBase64Binary(textOf(onlyChild(signature, DSIG_NS, 'SignatureValue')) ?? '')
  const key = await certificateKey(TEST_KEYS.idp.certificate)?.importFor(
    'RSASSA-PKCS1-v1_5',
    'SHA-256',
  )
  if (value === undefined || key === undefined) throw new Error('the message cannot be verified')
  return async () => {
    if (!(await crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, value, signedInfo)))
      throw new Error('the floor does not verify')
    await crypto.subtle.digest('SHA-256', signed)
  }
}

function xmldsigjs(): () => Promise<void> {
  xmlCore.setNodeDependencies({ DOMParser, XMLSerializer, xpath })
  xmldsig.Application.setEngine('webcrypto', crypto)
  return async () => {
    const document = xmldsig.Parse(message.xml)
    const signed = new xmldsig.SignedXml(document)
    signed.LoadXml(document.getElementsByTagNameNS(DSIG_NS, 'Signature')[0] as never)
    if (!(await signed.Verify())) throw new Error('xmldsigjs does not verify')
  }
}

function nodeSaml(): () => Promise<void> {
  const saml = new SAML({
    callbackUrl: CIRCUMSTANCES.acsUrl,
    issuer: CIRCUMSTANCES.spEntityID,
    audience: CIRCUMSTANCES.spEntityID,
    idpIssuer: CIRCUMSTANCES.idpEntityID,
    entryPoint: 'https://idp.example/sso',
    idpCert: TEST_KEYS.idp.certificate,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.never,
  })
  return async () => {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: message.base64 })
    if (profile?.nameID !== 'alice@example.org') throw new Error('node-saml does not verify')
  }
}

function parsed(): XmlElement {
  const root = parseXml(message.bytes)
  if (!root.ok) throw new Error(root.refusal.code)
  return root.value
}

function onlyChild(element: XmlElement, namespace: string, localName: string): XmlElement {
  const [child] = childrenNamed(element, namespace, localName)
  if (child === undefined) throw new Error(`no ${localName}`)
  return child
}

/** Median microseconds of one run of each. */
async function takeTurns(
  contestants: Readonly<Record<string, () => Promise<void>>>,
): Promise<Readonly<Record<string, number>>> {
  const entries = Object.entries(contestants).map(([name, run]) => ({
    name,
    run,
    times: [] as number[],
  }))
  for (const { run } of entries) for (let i = 0; i < WARM_UP; i++) await run()
  for (let round = 0; round < ROUNDS; round++) {
    for (const { run, times } of entries) {
      const start = performance.now()
      for (let i = 0; i < RUNS_PER_ROUND; i++) await run()
      times.push(((performance.now() - start) * 1000) / RUNS_PER_ROUND)
    }
  }
  return Object.fromEntries(entries.map(({ name, times }) => [name, median(times)]))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function report(medians: Readonly<Record<string, number>>): void {
  const ourTime = medians['edge-sso'] ?? Number.NaN
  const rows = Object.entries(medians).map(([verifier, microseconds]) => ({
    verifier,
    microseconds: Math.round(microseconds),
    'times edge-sso': Number((microseconds / ourTime).toFixed(2)),
  }))
  console.log(
    `Verifying one signed response of ${message.bytes.length} bytes, node ${process.version}`,
  )
  console.table(rows)
  writeFileSync(RESULTS, `${JSON.stringify({ bytes: message.bytes.length, rows }, undefined, 2)}\n`)
}
