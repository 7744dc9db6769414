// IdP metadata that mutants are made of. It is not signed, so a mutant may well say something else;
// the law is that it is refused, or described by what is written in it and nothing besides, and
// that reading it never fails otherwise.

import { refuse } from '../../src/result.ts'
import { urlsOf } from '../../src/tenants/external-idps/endpoints.ts'
import type { IdpDescription } from '../../src/tenants/external-idps/external-idp.ts'
import { previewExternalIdp } from '../../src/tenants/external-idps/preview-external-idp.ts'
import {
  entitiesDescriptor,
  entityDescriptor,
  keyDescriptor,
  POST,
  REDIRECT,
  ssoService,
} from '../../test/protocol/saml/idp-metadata/idp-metadata.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import { readMarkup } from './markup.ts'
import type { Subject, Verdict } from './subject.ts'

const { idp, other, ec, sp } = TEST_KEYS
const NOW = Date.parse('2026-01-15T12:00:00Z')
const SLO = ssoService('Redirect', 'https://idp.example/slo').replace('SignOn', 'Logout')

const ORDINARY = entityDescriptor({
  entity: 'validUntil="2027-01-01T00:00:00Z"',
  role: 'WantAuthnRequestsSigned="true"',
  keys:
    keyDescriptor('use="signing"', idp.certificate) +
    keyDescriptor('use="encryption"', sp.certificate) +
    keyDescriptor('', ec.certificate),
  services: SLO + REDIRECT + POST,
})
const THEIRS = entityDescriptor({
  entityID: 'https://mallory.example',
  keys: keyDescriptor('use="signing"', other.certificate),
  services: ssoService('POST', 'https://mallory.example/sso'),
})
const DOCUMENTS: Readonly<Record<string, string>> = {
  'metadata of an IdP': ORDINARY,
  'metadata of two IdPs': entitiesDescriptor('validUntil="2027-01-01T00:00:00Z"', ORDINARY, THEIRS),
}

/** Writes the documents. */
export const buildMetadata = (): readonly Subject[] =>
  Object.entries(DOCUMENTS).map(([name, text]) => ({
    name,
    kind: 'metadata',
    text,
    root: readMarkup(text),
    forgery: readMarkup(THEIRS),
    valid: true,
    certificates: [],
    circumstances: {},
    judge: judgeMetadata,
  }))

async function judgeMetadata(bytes: Uint8Array): Promise<Verdict> {
  const xml = new TextDecoder().decode(bytes)
  const preview = await previewExternalIdp(
    { kind: 'metadata_xml', xml },
    { now: NOW, fetchMetadata: async () => refuse({ code: 'fetch_url_forbidden' }) },
  )
  if (!preview.ok) return { accepted: false, says: preview.refusal.code }
  const added = additions(preview.value.description, xml)
  return { accepted: true, says: `nothing besides${added.map((one) => `, but ${one}`).join('')}` }
}

/**
 * What a description says that its document does not: URLs stand in attributes, the rest is the
 * text between tags.
 */
function additions(description: IdpDescription, xml: string): readonly string[] {
  const { entityID, sso, slo, certificates, nameIdFormats } = description
  const written = xml.replaceAll(/<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>/gs, (_, inner = '') =>
    inner.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  )
  const named = [entityID, ...urlsOf(sso), ...urlsOf(slo)]
  const missing = (values: readonly string[], text: string): readonly string[] =>
    values.filter((value) => {
      const all = readable(text)
      return ![value, unescaped(value)].some((one) => all.includes(one.replaceAll(/\s/g, '')))
    })
  const text = written.replaceAll(/<[^>]*>/g, '')
  const digits = digitsIn(readable(text))
  const keys = certificates.filter(({ der }) => !digits.includes(fixedDigitsOf(der)))
  return [
    ...missing(named, xml),
    ...missing(nameIdFormats, text),
    ...keys.map(({ fingerprintSha256 }) => `certificate ${fingerprintSha256}`),
  ]
}

/**
 * The digits of base64 that have one spelling: not the last one, whose idle bits are free, and no
 * padding.
 */
const fixedDigitsOf = (base64: string): string => base64.replace(/.=*$/, '')

/**
 * Certificates come in every wrapping: of those only the digits count, also those of base64url. A
 * line end may be written out, as `\n` or as a reference that CDATA or a second escape keeps.
 */
const digitsIn = (text: string): string =>
  text
    .replaceAll(/\\+[rn]|&(?:amp;)*#(?:0*1[03]|x0*[ad]);/gi, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replaceAll(/[^A-Za-z0-9+/]/g, '')

/** A URL is written with escapes for what may not stand in one, as a blank in the middle. */
function unescaped(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

/** References resolved, and without white space, which only separates in metadata. */
const readable = (text: string): string =>
  text
    .replaceAll(/&#x([0-9a-fA-F]{1,6});|&#([0-9]{1,7});/g, (_, hex, decimal) =>
      String.fromCodePoint(Math.min(hex ? Number.parseInt(hex, 16) : Number(decimal), 0x10ffff)),
    )
    .replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => NAMED[name] ?? '')
    .replaceAll(/\s/g, '')

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}
