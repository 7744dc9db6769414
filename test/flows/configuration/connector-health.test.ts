import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { answerAt, answerTo, begin, type Stage, setStage } from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

let stage: Stage
let path: string
beforeAll(async () => {
  stage = await setStage()
  path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
})

/** Somebody signs in at the IdP, which signs with this key. */
async function logIn(from: number, key = TEST_KEYS.idp): Promise<void> {
  const browser = openBrowser(stage.app)
  const SAMLResponse = await answerTo(stage, await begin(stage, browser), { key })
  await browser.post(
    stage.ssoKey.acsUrl,
    { SAMLResponse },
    { origin: 'https://idp.example', 'cf-connecting-ip': `192.0.2.${from}` },
  )
}

/**
 * What the feed tells of the connector, the newest first: what is raised goes out with the batch
 * after.
 */
async function told(): Promise<readonly Record<string, unknown>[]> {
  for (let turn = 0; turn < 2; turn++)
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))
  const events = await stage.api('GET', `/tenants/${stage.tenantId}/events`)
  return (events.data as { type: string }[]).filter(({ type }) => type.startsWith('connector.'))
}

it('a certificate that was changed at the IdP alone is told of, and that people get in again', async () => {
  for (const from of [1, 2, 3, 4]) await logIn(from, TEST_KEYS.other)
  expect(await told()).toEqual([])
  await logIn(5, TEST_KEYS.other)
  expect(await told()).toMatchObject([
    {
      type: 'connector.needs_attention',
      connector_id: stage.connectorId,
      code: 'dsig_signature_mismatch',
      data: { cause: 'refusals', refusals: 5, fixed_by: 'sp_admin' },
    },
  ])
  await logIn(1)
  expect(await told()).toMatchObject([
    { type: 'connector.recovered', data: { causes: ['dsig_signature_mismatch'] } },
    { type: 'connector.needs_attention' },
  ])
})

it('a login costs no call more for being watched', async () => {
  const browser = openBrowser(stage.app)
  const departure = await begin(stage, browser)
  stage.bindings.reset()
  await answerAt(stage, browser, departure)
  expect(stage.bindings.calls).toMatchObject({ gate: 1, d1: 0 })
})

it('a connector that is switched off is told of at once, and that it is back with a login', async () => {
  const before = (await told()).length
  await stage.api('POST', `${path}:disable`)
  await stage.api('POST', `${path}:disable`)
  expect(await told()).toMatchObject({
    length: before + 1,
    0: { type: 'connector.needs_attention', data: { cause: 'disabled', fixed_by: 'sp_admin' } },
  })
  await stage.api('POST', `${path}:enable`)
  expect(await told()).toHaveLength(before + 1)
  await logIn(1)
  expect((await told())[0]).toMatchObject({
    type: 'connector.recovered',
    data: { causes: ['disabled'] },
  })
})

it('a connector that is deleted while people use it is told of, and nothing of it stays', async () => {
  await stage.api('DELETE', `${path}?confirm=SAML`)
  expect((await told())[0]).toMatchObject({
    type: 'connector.needs_attention',
    connector_id: stage.connectorId,
    data: { cause: 'deleted' },
  })
  const left = await runInDurableObject(
    env.TENANT_GATE.getByName(stage.tenantId),
    (_, { storage }) => storage.sql.exec('SELECT * FROM connector_watch').toArray(),
  )
  expect(left).toEqual([])
})
