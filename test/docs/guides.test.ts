// The set-up guides: they name no value, attribute or code that we do not have, say it in plain
// English, and the documents are what the data says.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { GUIDES_FOLDER, writeGuides } from '../../dev/guides-document.ts'
import type { Guide } from '../../src/console/guides/guide.ts'
import { GUIDES } from '../../src/console/guides/guides.ts'
import { fillIn, OUR_VALUES, type ValueName } from '../../src/console/guides/our-values.ts'
import { snakeName } from '../../src/http/api/engine/member-names.ts'
import { SsoKeyShape } from '../../src/http/api/sso-keys.ts'
import { REFUSAL_AREAS } from '../../src/http/refusal-areas.ts'
import { ATTRIBUTE_ALIASES } from '../../src/login/mapping/attribute-aliases.ts'

const CODES = new Set(REFUSAL_AREAS.flatMap(({ table }) => Object.keys(table)))
const MEMBERS = Object.keys(SsoKeyShape.entries)
const ALIASES = new Map(
  Object.entries(ATTRIBUTE_ALIASES).map(([field, names]) => [snakeName(field), names]),
)
const MAX_WORDS = 20

/** Every sentence of a guide that is ours. */
const textsOf = ({ waits, steps, gives, groups, errors, identity }: Guide): readonly string[] => [
  ...waits,
  ...steps.flatMap(({ title, text }) => [title, ...text]),
  ...gives.text,
  ...groups.text,
  ...errors.flatMap(({ means, mend }) => [means, mend]),
  ...(identity ? [identity.why] : []),
]

const sentencesOf = (text: string): readonly string[] =>
  text
    // A label is one word, however long the product made it.
    .replaceAll(/\*\*.+?\*\*|`[^`]+`/g, 'label')
    .split(/(?<=[.:?])\s+/)

describe('the values of ours', () => {
  it('are members of an SSO key', () => {
    for (const { from } of Object.values(OUR_VALUES)) expect(MEMBERS).toContain(from)
  })

  it('are filled in from the SSO key', () => {
    const key = Object.fromEntries(MEMBERS.map((name) => [name, `value of ${name}`]))
    for (const name of Object.keys(OUR_VALUES) as ValueName[])
      expect(fillIn(name, { ...KEY, ...key })).toContain('value of ')
  })

  it('match the Sign-On URL and no other address as a regular expression', () => {
    const pattern = new RegExp(fillIn('sign_on_url_pattern', KEY))
    expect(pattern.test(KEY.sign_on_url)).toBe(true)
    for (const other of [
      `${KEY.sign_on_url}/more`,
      `x${KEY.sign_on_url}`,
      KEY.sign_on_url.replace('.', 'x'),
    ])
      expect(pattern.test(other), other).toBe(false)
  })
})

describe('the guides', () => {
  it('are fifteen products, and one guide for every other', () => {
    expect(GUIDES).toHaveLength(16)
    expect(new Set(GUIDES.map(({ id }) => id)).size).toBe(16)
    expect(GUIDES.at(-1)?.id).toBe('another-idp')
  })

  describe.each(GUIDES.map((guide) => [guide.id, guide] as const))('%s', (_id, guide) => {
    const fields = guide.steps.flatMap((step) => step.fields)

    it('names only values that we have', () => {
      for (const field of fields)
        if ('value' in field) expect(Object.keys(OUR_VALUES)).toContain(field.value)
    })

    it('gives the identity provider EntityID and Sign-On URL, or metadata that holds them', () => {
      const named = fields.flatMap((field) => ('value' in field ? [field.value] : []))
      const typed = named.includes('entity_id') && named.includes('sign_on_url')
      expect(typed || named.includes('metadata_url')).toBe(true)
    })

    it('says once where to take along what we ask for', () => {
      expect(guide.steps.filter(({ takes }) => takes)).toHaveLength(1)
      expect(guide.gives.shapes.length).toBeGreaterThan(0)
    })

    it('promises no mapping that the well-known names do not make', () => {
      for (const { name, becomes } of guide.attributes) {
        const known = ALIASES.get(becomes)?.map((alias) => alias.toLowerCase())
        expect(known, `${name} becomes ${becomes}`).toContain(name.toLowerCase())
      }
      expect(guide.attributes.map(({ becomes }) => becomes)).toContain('email')
    })

    it('names its groups, if any, among the attributes', () => {
      if (guide.groups.attribute !== null)
        expect(guide.attributes.map(({ name }) => name)).toContain(guide.groups.attribute)
    })

    it('names only codes of ours that exist', () => {
      for (const error of guide.errors) if ('code' in error) expect(CODES).toContain(error.code)
    })

    it('says what was compared, and when', () => {
      expect(guide.verifiedOn).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect(guide.sources.length).toBeGreaterThan(0)
      for (const { url } of guide.sources) expect(URL.canParse(url), url).toBe(true)
    })

    it('says it plainly: short sentences, no begging, no shouting', () => {
      for (const text of textsOf(guide)) {
        expect(text).not.toMatch(/!|\bplease\b/i)
        for (const sentence of sentencesOf(text)) {
          expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(MAX_WORDS)
          expect(sentence, sentence).not.toMatch(/^(?:Who|Whom|Whose|Whoever|What)\b.*[^?]$/)
        }
      }
    })
  })
})

describe('docs/how-to/idps', () => {
  const documents = writeGuides()

  it('holds a document for each guide, and no other (`npm run docs` writes them)', () => {
    expect(readdirSync(GUIDES_FOLDER).toSorted()).toEqual([...documents.keys()].toSorted())
  })

  it.each([...documents])('%s is what the guides say', (file, text) => {
    expect(readFileSync(path.join(GUIDES_FOLDER, file), 'utf8')).toBe(text)
  })
})

const KEY = {
  entity_id: 'https://sso.example.com/sso/sso_1/saml/metadata',
  sign_on_url: 'https://sso.example.com/sso/sso_1/saml/acs',
  login_url: 'https://sso.example.com/sso/sso_1/auth',
  metadata_url: 'https://sso.example.com/sso/sso_1/saml/metadata',
  certificate_url: 'https://sso.example.com/sso/sso_1/saml/certificate.pem',
  certificate_pem: '-----BEGIN CERTIFICATE-----',
}
