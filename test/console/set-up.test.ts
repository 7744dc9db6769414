// The guided set-up: which guide, which names, and how far it is.

import { describe, expect, it } from 'vitest'
import { GUIDES } from '../../src/console/guides/guides.ts'
import { loadGuide } from '../../src/console/guides/load-guide.ts'
import { mendOf } from '../../src/console/guides/mend.ts'
import { PRODUCTS } from '../../src/console/guides/products.ts'
import { recogniseProduct, searchGuides } from '../../src/console/screens/set-up/find-guides.ts'
import { freeName, nameConnector, takeKey } from '../../src/console/screens/set-up/set-up-plan.ts'
import { isSetUpStep, nextStep, stepStates } from '../../src/console/screens/set-up/set-up-steps.ts'

const ids = (typed: string) => searchGuides(typed).map(({ id }) => id)

describe('searching a guide', () => {
  it('shows all until something is typed', () => expect(ids('  ')).toHaveLength(GUIDES.length))

  it('knows former names, in any case', () => {
    expect(ids('AZURE')).toEqual(['entra-id'])
    expect(ids('adfs')).toEqual(['ad-fs'])
    expect(ids('g suite')).toEqual(['google-workspace'])
  })

  it('ends in the guide of every other product', () => {
    expect(ids('no such product')).toEqual(['another-idp'])
    expect(ids('rippling')).toEqual(['another-idp'])
  })
})

it('loads the guide of each product', async () => {
  expect(await Promise.all(PRODUCTS.map(({ id }) => loadGuide(id)))).toEqual(GUIDES)
})

describe('recognising a guide', () => {
  const recognised = (names: readonly string[], issuer?: string | null) =>
    recogniseProduct({ names, ...(issuer === undefined ? {} : { issuer }) }).id

  it.each(GUIDES.map(({ id, name }) => [id, name] as const))(
    'finds %s by its names',
    (id, name) => {
      expect(recognised([id])).toBe(id)
      expect(recognised([`${name} 2`])).toBe(id)
      expect(recognised([`${id}-3`])).toBe(id)
    },
  )

  it.each([
    ['http://www.okta.com/exk1', 'okta'],
    ['https://sts.windows.net/12cb4e1a/', 'entra-id'],
    ['https://accounts.google.com/o/saml2?idpid=C01', 'google-workspace'],
    ['http://fs.example.com/adfs/services/trust', 'ad-fs'],
    ['https://login.example.com/realms/acme', 'keycloak'],
    ['urn:acme.eu.auth0.com', 'auth0'],
    ['https://idp.example.edu/idp/shibboleth', 'shibboleth'],
    ['https://okta.com.example.net/', 'another-idp'],
    ['not an address', 'another-idp'],
  ])('knows the issuer %s as %s', (issuer, id) =>
    expect(recognised(['Production'], issuer)).toBe(id),
  )

  it('goes by the name first: whoever chose a guide stays in it', () =>
    expect(recognised(['Okta'], 'https://login.example.com/realms/acme')).toBe('okta'))

  it('takes no name for another that begins like it', () =>
    expect(recognised(['Oktagon'])).toBe('another-idp'))

  it('takes the other guide if nothing is known', () =>
    expect(recognised([], null)).toBe('another-idp'))
})

describe('mending a refusal at the identity provider', () => {
  const mend = (id: string, code: string) => {
    const guide = GUIDES.find((one) => one.id === id)
    return guide && mendOf(guide, code)
  }

  it('takes what the guide says about it', () =>
    expect(mend('auth0', 'dsig_digest_algorithm_forbidden')).toBe(
      'Set `digestAlgorithm` to `sha256`.',
    ))

  it('names the field that takes the value of ours', () => {
    expect(mend('okta', 'saml_audience_mismatch')).toBe(
      'Copy our EntityID into **Audience URI (SP Entity ID)** again.',
    )
    expect(mend('entra-id', 'saml_recipient_mismatch')).toBe(
      'Copy our Sign-On URL into **Reply URL (Assertion Consumer Service URL)** again.',
    )
  })

  it('knows nothing about the others', () => expect(mend('okta', 'login_replayed')).toBeUndefined())
})

describe('the names of what a set-up makes', () => {
  const connectors = [{ sso_id: 'sso_1', name: 'OKTA', reference: 'okta' }]

  it('are free ones', () => {
    expect(freeName('Okta', [])).toBe('Okta')
    expect(freeName('Okta', ['okta', 'Okta 2'])).toBe('Okta 3')
    expect(nameConnector({ id: 'okta', name: 'Okta' }, connectors)).toEqual({
      name: 'Okta 2',
      reference: 'okta-2',
    })
    const other = { id: 'another-idp', name: 'Another identity provider' }
    expect(nameConnector(other, [])).toEqual({ name: 'Identity provider', reference: 'idp' })
  })

  it('take an SSO key that nobody uses, one of the same name first', () => {
    const key = (id: string, name: string, environment = 'production') => ({
      id,
      name,
      environment,
    })
    const keys = [key('sso_1', 'Okta'), key('sso_2', 'Spare'), key('sso_3', 'Okta')]
    expect(takeKey('Okta', keys, connectors)?.id).toBe('sso_3')
    expect(takeKey('AD FS', keys, connectors)?.id).toBe('sso_2')
    expect(takeKey('Okta', keys.slice(0, 1), connectors)).toBeUndefined()
    expect(takeKey('Okta', [key('sso_4', 'Okta', 'non_production')], [])).toBeUndefined()
  })
})

describe('how far a set-up is', () => {
  const connector = (needs_test: boolean, reason = 'never_live') => ({
    latest: { activation: { needs_test, reason } },
  })

  it('begins with the metadata', () => expect(nextStep()).toBe('metadata'))

  it('needs a test of a draft', () => {
    expect(nextStep(connector(true))).toBe('test')
    expect(stepStates(connector(true)).activate).toBe('waiting')
  })

  it('activates what was tested, or what needs no test', () => {
    expect(nextStep(connector(false, 'tested'))).toBe('activate')
    expect(nextStep(connector(false, 'only_presentation_changed'))).toBe('activate')
  })

  it('asks for no other test while an issuer waits for approval', () =>
    expect(nextStep(connector(true, 'issuer_unapproved'))).toBe('activate'))

  it('is over when the latest version is live', () =>
    expect(stepStates(connector(false, 'is_live'))).toEqual({
      metadata: 'done',
      map: 'optional',
      test: 'done',
      activate: 'done',
    }))

  it('knows its steps by name', () => {
    expect(isSetUpStep('map')).toBe(true)
    expect(isSetUpStep('mapping')).toBe(false)
  })
})
