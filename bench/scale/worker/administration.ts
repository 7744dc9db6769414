// What administrators do seldom, and what the gate does by the hour: some of it reads every session
// or every person of a tenant, because an index for it would cost a row with every login. This says
// what that comes to.

import type { Administered } from '../findings.ts'
import { gateOf, type House } from './house.ts'
import type { Asking } from './lists.ts'
import { metered } from './meter.ts'

/** After this long nothing of a login is of use to anybody, milliseconds. */
const TWO_DAYS = 2 * 86_400_000

/** Measures each, the deletion of the tenant last. */
export async function measureAdministration(
  house: House,
  { app, secrets }: Asking,
): Promise<readonly Administered[]> {
  const tenant = `/tenants/${house.tenantId}`
  const user = `${tenant}/users/${house.somebody.id}`
  const done: Administered[] = []
  const measure = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const started = performance.now()
    const { tally } = await metered(work)
    done.push({ name, tally, ms: performance.now() - started })
  }
  const ask = async (method: string, path: string, body?: object): Promise<void> => {
    const response = await app.request(`http://localhost:8787/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${secrets.program}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`)
    await response.arrayBuffer()
  }
  const purge = (now: number) => gateOf(house.tenantId).purge(now)

  await measure('the sessions of a user', () => ask('GET', `${user}/sessions`))
  await measure('a user is deactivated', () => ask('POST', `${user}:deactivate`))
  await measure('a user is let in again', () => ask('POST', `${user}:reactivate`))
  await gateOf(house.tenantId).settle()
  // What its memory knew it reads from the sessions again.
  await gateOf(house.tenantId)
    .fallAsleep()
    .catch(() => undefined)
  await measure('the gate has started: logins that wait are looked for', () =>
    gateOf(house.tenantId).carryOver(),
  )
  await measure('D1 is compared with the gate', () => ask('POST', `${tenant}:reconcile`, {}))
  await measure('by the hour: nothing has expired', () => purge(Date.now()))
  await measure('by the hour: every session has', () => purge(Date.now() + TWO_DAYS))
  await measure('the tenant is deleted', () => ask('DELETE', `${tenant}?confirm=Example`))
  await measure('what it had is cleared away', () => gateOf(house.tenantId).clear())
  return done
}
