import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { appendEvent } from '../../../src/gate/outbox/events.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { DeploymentEvent } from '../../../src/tenants/events/events.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { certificate, idpInput, join, reads } from '../commands/commands.ts'

it('a list shows the last login to the hour, and the last test, in whatever order they arrive', async () => {
  const { tenant, connector, key } = await join(idpInput([await certificate('A')]))
  const stub = env.TENANT_GATE.getByName(tenant.id)
  const happen = async (...events: readonly (readonly [DeploymentEvent['type'], number])[]) => {
    await runInDurableObject(stub, (_, { storage }) => {
      for (const [type, at] of events)
        appendEvent(storage.sql, {
          id: newId('evt', strongRandom),
          type,
          tenantId: tenant.id,
          connectorId: connector.id,
          ssoId: key.id,
          at,
          data: {},
        })
      return storage.setAlarm(Date.now() + 60_000)
    })
    await runDurableObjectAlarm(stub)
    const { items } = await reads.listConnectors(tenant.id, { limit: 1 })
    return { used: items[0]?.lastUsedAt, tested: items[0]?.lastTest }
  }
  const start = 1_800_000_000_000
  expect(await happen()).toEqual({ used: undefined, tested: undefined })
  expect(await happen(['login.admitted', start], ['login.refused', start + 9])).toEqual({
    used: start,
    tested: undefined,
  })
  // Within the hour nothing is written for a login.
  expect(await happen(['login.admitted', start + 3_600_000])).toMatchObject({ used: start })
  expect(
    await happen(['login.admitted', start + 7_200_000], ['login.admitted', start + 3_700_000]),
  ).toMatchObject({ used: start + 7_200_000 })
  expect(await happen(['test.failed', start + 2], ['test.passed', start + 1])).toMatchObject({
    tested: { at: start + 2, passed: false },
  })
  expect(await happen(['test.passed', start])).toMatchObject({
    tested: { at: start + 2, passed: false },
  })
})
