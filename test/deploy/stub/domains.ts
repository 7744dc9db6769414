// Custom domains: a host name of a zone of the account, which leads to one Worker.

import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Account, Domain } from './account.ts'
import { answer, Refused } from './refusal.ts'

interface LoginTarget {
  readonly hostname: string
}

/** `/accounts/:account/workers/domains`: which host names lead where. */
export const domains = (account: Account): Hono =>
  new Hono().get('/', (c) => {
    const hostname = c.req.query('hostname')
    return answer(
      c,
      account.domains.filter((domain) => hostname === undefined || domain.hostname === hostname),
    )
  })

/** `/accounts/:account/workers/scripts/:script/domains`: what wrangler publishes. */
export const scriptDomains = (account: Account): Hono =>
  new Hono()
    .post('/:script/domains/changeset', async (c) => {
      const service = c.req.param('script')
      const wanted = await c.req.json<LoginTarget[]>()
      const known = wanted.map(({ hostname }) =>
        account.domains.find((d) => d.hostname === hostname),
      )
      const updated = known.flatMap((domain) =>
        domain === undefined ? [] : [{ ...domain, modified: domain.service !== service }],
      )
      const fresh = wanted.filter((_, at) => known[at] === undefined)
      const conflicting = fresh.filter(({ hostname }) => account.dnsRecords.includes(hostname))
      const added = fresh.filter(({ hostname }) => !account.dnsRecords.includes(hostname))
      return answer(c, { added, updated, conflicting, removed: [] })
    })
    .put('/:script/domains/records', async (c) => {
      const service = c.req.param('script')
      const asked = await c.req.json<{
        origins: LoginTarget[]
        override_existing_origin: boolean
        override_existing_dns_record: boolean
      }>()
      const records = asked.origins.map(({ hostname }) => {
        const zone = account.zones.find(
          ({ name }) => hostname === name || hostname.endsWith(`.${name}`),
        )
        if (zone === undefined)
          throw new Refused(400, 10_082, `Could not find a zone for the hostname ${hostname}`)
        const present = account.domains.find((domain) => domain.hostname === hostname)
        if (present !== undefined && present.service !== service && !asked.override_existing_origin)
          throw new Refused(409, 100_116, `Hostname '${hostname}' is in use by ${present.service}`)
        if (account.dnsRecords.includes(hostname) && !asked.override_existing_dns_record)
          throw new Refused(
            409,
            100_117,
            `Hostname '${hostname}' already has externally managed DNS records`,
          )
        return { id: randomUUID(), hostname, service, zone_id: zone.id, zone_name: zone.name }
      })
      for (const record of records) put(account.domains, record)
      return answer(c, records)
    })

function put(domains: Domain[], record: Domain): void {
  const at = domains.findIndex(({ hostname }) => hostname === record.hostname)
  if (at === -1) domains.push(record)
  else domains[at] = record
}
