import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { composeSchedule } from '../../../src/compose/schedule.ts'
import type { AdministrationDeps } from '../../../src/http/deps.ts'
import { ok, refuse } from '../../../src/result.ts'
import { ED25519 } from '../../protocol/x509/samples.ts'
import { writeMetadata } from '../../support/api-tenant.ts'
import { beginTest, openBrowser, openResult, refusalOn } from '../../support/browser.ts'
import { eventsOf, makeDue, strikeHour } from '../../support/schedule.ts'
import { answerAt, begin, IDP, type Stage, setStage, testAndActivate } from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

const METADATA_URL = 'https://idp.example/federation.xml'
const SSO = 'https://idp.example/sso'
const der = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '')
const [OLD, NEW] = [der(TEST_KEYS.idp.certificate), der(TEST_KEYS.other.certificate)]
const described = (members: Partial<Parameters<typeof writeMetadata>[0]> = {}): string =>
  writeMetadata({ entityID: IDP, sso: SSO, certificates: [OLD], ...members })

let document: string | undefined
let reads = 0
const fetchMetadata: AdministrationDeps['fetchMetadata'] = async (url) => {
  if (url === METADATA_URL) reads++
  return !url.startsWith(METADATA_URL) || document === undefined
    ? refuse({ code: 'fetch_timeout', expected: 5000 })
    : ok(document)
}

/** A connector that is live with an IdP that was registered by its metadata URL. */
async function setUrlStage(): Promise<Stage> {
  document = described()
  const stage = await setStage({ fetchMetadata })
  await stage.api('PATCH', idpPath(stage), { metadata_url: METADATA_URL })
  await testAndActivate(stage)
  return stage
}

const idpPath = ({ tenantId, idpId }: Stage): string =>
  `/tenants/${tenantId}/external-idps/${idpId}`

const connectorPath = (): string => `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`

/** Tests the latest version, and leaves it at that. */
async function passTest(): Promise<Record<string, unknown>> {
  const test = await stage.api('POST', `${connectorPath()}:test`, {})
  const browser = openBrowser(stage.app)
  const begun = await beginTest(browser, String(test.test_url))
  const page = await openResult(browser, await answerAt(stage, browser, begun))
  expect(await page.text()).toContain('The test passed')
  return test
}

async function strike(): Promise<void> {
  await makeDue(stage.tenantId)
  await strikeHour({ fetchMetadata })
}

async function login(stage: Stage, key = TEST_KEYS.idp): Promise<Response> {
  const browser = openBrowser(stage.elsewhere())
  return answerAt(stage, browser, await begin(stage, browser), { key })
}

interface Shown {
  readonly certificates: readonly { readonly fingerprint_sha256: string }[]
  readonly pending_change: { readonly id: string; readonly state: string } | null
  readonly refresh_failure: { readonly code: string } | null
  readonly [member: string]: unknown
}
const show = async (stage: Stage) => (await stage.api('GET', idpPath(stage))) as unknown as Shown

let stage: Stage
beforeEach(async () => {
  stage = await setUrlStage()
})

describe('a scheduled read of metadata', () => {
  it('takes a new certificate live, and tells of it once', async () => {
    expect(await refusalOn(await login(stage, TEST_KEYS.other))).toMatch(/^dsig_/)
    document = described({ certificates: [OLD, NEW] })
    await strike()
    expect((await login(stage, TEST_KEYS.other)).status).toBe(303)
    expect((await login(stage)).status).toBe(303)
    await strike()
    const told = await eventsOf(stage.tenantId, 'metadata.refreshed')
    expect(told.map(({ data }) => data.certificates_added)).toEqual([[expect.any(String)]])
  })

  it('takes a new certificate live though one beside it cannot be used, and names that one', async () => {
    document = described({ certificates: [ED25519, '', NEW, OLD] })
    await strike()
    expect((await login(stage, TEST_KEYS.other)).status).toBe(303)
    const { warnings, refresh_failure } = await show(stage)
    expect(refresh_failure).toBeNull()
    expect(warnings).toMatchObject([
      { position: 1, subject: 'CN=ed', reason: 'certificate_key_unsupported' },
      { position: 2, subject: null, reason: 'certificate_unreadable' },
    ])
  })

  it('brings nothing live from another URL that was tested, before the version is activated with it (I6)', async () => {
    await stage.api('PATCH', idpPath(stage), { metadata_url: `${METADATA_URL}?moved` })
    const { version } = await passTest()
    document = described({ certificates: [OLD, NEW] })
    await strike()
    expect(await refusalOn(await login(stage, TEST_KEYS.other))).toMatch(/^dsig_/)
    await stage.api('POST', `${connectorPath()}:activate`, { version })
    expect((await login(stage, TEST_KEYS.other)).status).toBe(303)
  })

  it('does not bring back a certificate that was removed, until it is entered again', async () => {
    document = described({ certificates: [OLD, NEW] })
    await strike()
    const compromised = (await show(stage)).certificates[1]?.fingerprint_sha256
    const path = `${idpPath(stage)}/certificates/${compromised}`
    const away = stage.elsewhere()
    const browser = openBrowser(away)
    const departure = await begin(stage, browser)
    await stage.api('DELETE', path)
    // This location began with the certificate and still holds it: the very next response is
    // refused.
    const refused = await answerAt(stage, browser, departure, { key: TEST_KEYS.other })
    expect(await refusalOn(refused)).toMatch(/^dsig_/)
    await strike()
    expect(await show(stage)).toMatchObject({
      certificates: [{}],
      removed_certificates: [compromised],
    })
    await stage.api('PATCH', idpPath(stage), {
      metadata_xml: described({ certificates: [OLD, NEW] }),
    })
    expect(await show(stage)).toMatchObject({ certificates: [{}, {}], removed_certificates: [] })
  })

  it('keeps the last good description while the URL fails, and tells of it once a day', async () => {
    document = undefined
    await strike()
    await strike()
    expect((await show(stage)).refresh_failure).toEqual({
      code: 'fetch_timeout',
      since: expect.any(String),
    })
    expect((await login(stage)).status).toBe(303)
    expect(await eventsOf(stage.tenantId, 'metadata.failed')).toEqual([
      {
        id: expect.any(String),
        code: 'fetch_timeout',
        data: {
          external_idp_id: stage.idpId,
          external_idp_name: 'IdP',
          metadata_url: METADATA_URL,
          failing_since: expect.any(String),
        },
      },
    ])
    document = described()
    await strike()
    expect((await show(stage)).refresh_failure).toBeNull()
  })

  it('keeps the last good description when the document is past its validUntil (R45)', async () => {
    document = described().replace('entityID=', 'validUntil="2020-01-01T00:00:00Z" entityID=')
    await strike()
    expect((await show(stage)).refresh_failure?.code).toBe('external_idp_metadata_expired')
  })

  it('comes again an hour later when it could not be recorded, and keeps no other from its turn', async () => {
    document = described({ certificates: [OLD, NEW] })
    const other = await setUrlStage()
    document = described({ certificates: [OLD, NEW] })
    await makeDue(stage.tenantId, other.tenantId)
    const { commands } = composeSchedule(env) ?? {}
    if (commands === undefined) throw new Error('The variables are wrong')
    await strikeHour({
      fetchMetadata,
      commands: {
        run(gate, command, envelope) {
          if (gate.rootTenantId === stage.tenantId) throw new Error('out of reach')
          return commands.run(gate, command, envelope)
        },
      },
    })
    const due = await env.DB.prepare('SELECT next_refresh_at FROM external_idps WHERE id = ?')
      .bind(stage.idpId)
      .first<number>('next_refresh_at')
    expect(Math.abs((due ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000)
    expect((await show(stage)).certificates).toHaveLength(1)
    expect((await show(other)).certificates).toHaveLength(2)
  })

  it('reads each document once, however many runs there are at a time', async () => {
    await makeDue(stage.tenantId)
    reads = 0
    await Promise.all([1, 2, 3].map(() => strikeHour({ fetchMetadata })))
    expect(reads).toBe(1)
  })
})

describe('another IdP at the metadata URL (R45)', () => {
  const ELSEWHERE = 'https://new-idp.example/sso'

  it('waits for approval with a diff, is told of once, and touches nothing', async () => {
    document = described({ sso: ELSEWHERE, certificates: [NEW] })
    await strike()
    await strike()
    const { pending_change: pending } = await show(stage)
    expect(pending).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      state: 'waiting',
      found_at: expect.any(String),
      changes: [
        { pointer: '/sso/redirect', before: SSO, after: ELSEWHERE },
        { pointer: '/sso/post', before: SSO, after: ELSEWHERE },
      ],
      certificates: [expect.any(String)],
    })
    expect(await eventsOf(stage.tenantId, 'metadata.approval_required')).toMatchObject([
      { data: { change_id: pending?.id, fixed_by: 'sp_admin' } },
    ])
    expect((await login(stage)).status).toBe(303)
    expect(await refusalOn(await login(stage, TEST_KEYS.other))).toMatch(/^dsig_/)
  })

  it('is taken over as a draft when it is approved, and only as it was looked at', async () => {
    document = described({ entityID: 'https://new-idp.example', certificates: [NEW] })
    await strike()
    const seen = (await show(stage)).pending_change?.id
    document = described({ entityID: 'https://evil.example', certificates: [NEW] })
    await strike()
    await expect(
      stage.api('POST', `${idpPath(stage)}:approve`, { change_id: seen }),
    ).rejects.toThrow('external_idp_change_unknown')
    document = described({ entityID: 'https://new-idp.example', certificates: [NEW] })
    await strike()
    const approved = await stage.api('POST', `${idpPath(stage)}:approve`, { change_id: seen })
    expect(approved).toMatchObject({ entity_id: 'https://new-idp.example', pending_change: null })
    // What is live stays live until the draft is tested and activated (I6).
    expect((await login(stage)).status).toBe(303)
    const connector = await stage.api(
      'GET',
      `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`,
    )
    expect(connector).toMatchObject({ latest: { state: 'draft' }, active: { state: 'active' } })
  })

  it('is not brought up again once it is rejected, and is forgotten when it is gone', async () => {
    document = described({ sso: ELSEWHERE })
    await strike()
    const change_id = (await show(stage)).pending_change?.id
    await stage.api('POST', `${idpPath(stage)}:reject`, { change_id })
    await strike()
    expect((await show(stage)).pending_change?.state).toBe('rejected')
    expect(await eventsOf(stage.tenantId, 'metadata.approval_required')).toHaveLength(1)
    document = described()
    await strike()
    expect((await show(stage)).pending_change).toBeNull()
  })
})
