// Every page that the API lists, with every filter, and how D1 goes about it. The list is made from
// the operations themselves, so a new one, or a new filter of an old one, cannot be forgotten.

import { env } from 'cloudflare:workers'
import type { Hono } from 'hono'
import type { Operation } from '../../../src/http/api/engine/operation.ts'
import { OPERATIONS } from '../../../src/http/api/operations.ts'
import type { ListCall, PlannedQuery } from '../findings.ts'
import type { House } from './house.ts'
import { addressOf } from './load.ts'
import { metered } from './meter.ts'

/** A page of every list, with each of its filters by itself. */
export function listCalls(house: House): readonly ListCall[] {
  return OPERATIONS.filter(isList).flatMap((operation): ListCall[] => {
    const path = pathOf(house, operation)
    const name = operation.id
    const by: ListCall['by'] = operation.access === 'operator' ? 'operator' : 'program'
    return [
      { name, path, by },
      ...filtersOf(operation).flatMap((filter) =>
        valuesOf(house, operation, filter).map((value) => ({
          name: `${name} by ${filter}${value.says ? ` (${value.says})` : ''}`,
          path: `${path}?${new URLSearchParams({ [filter]: value.text })}`,
          by,
        })),
      ),
    ]
  })
}

const isList = ({ method, path, response, lines }: Operation): boolean =>
  method === 'GET' &&
  lines === undefined &&
  !path.endsWith('}') &&
  response !== undefined &&
  'entries' in response &&
  typeof response.entries === 'object' &&
  response.entries !== null &&
  'data' in response.entries

/** The filters, as the schema of the query names them. */
function filtersOf({ query }: Operation): readonly string[] {
  if (query === undefined || !('entries' in query)) return []
  return Object.keys(query.entries ?? {}).filter((name) => !['limit', 'cursor'].includes(name))
}

function pathOf(house: House, { id, path }: Operation): string {
  const ids: Readonly<Record<string, string>> = {
    tenant_id: house.tenantId,
    connector_id: house.connectorId,
    user_id: house.somebody.id,
    sso_id: house.ssoKey.id,
    external_idp_id: house.idpId,
    application_id: house.applicationId,
    webhook_id: `whk_${'0'.repeat(24)}`,
  }
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = ids[name]
    if (value === undefined) throw new Error(`${id} has a parameter that is not known: ${name}`)
    return value
  })
}

interface Value {
  readonly text: string
  /** What is special about it, where a filter is tried twice. */
  readonly says?: string
}

/** What is looked for: what many have, and what hardly anybody has. */
function valuesOf(house: House, { id }: Operation, filter: string): readonly Value[] {
  const of = (text: string, says?: string): Value =>
    says === undefined ? { text } : { text, says }
  const { number, id: somebody } = house.somebody
  const soon = new Date(Date.now() + 86_400_000).toISOString()
  const values: Readonly<Record<string, readonly Value[]>> = {
    name: [of('Example')],
    external_id: [of(`hr-${number}`)],
    parent_id: [of(house.tenantId)],
    tenant_id: [of(house.tenantId)],
    email_prefix: [of('person-', 'many'), of(addressOf(number), 'one')],
    user_id: [of(id === 'listUsers' ? `E-${number}` : somebody)],
    status: [of('active', 'many'), of('inactive', 'nobody')],
    type: [of('login.admitted', 'many'), of('test.passed', 'one')],
    code: [of('saml_audience_mismatch')],
    connector_id: [of(house.connectorId)],
    sso_id: [of(house.ssoKey.id)],
    from: [of('2026-01-01T00:00:00Z')],
    until: [of(soon, 'many'), of('2026-01-01T00:00:00Z', 'none')],
    actor: [of('operator')],
    action: [of('tenant.created')],
    target: [of(house.connectorId)],
    reference: [of('saml')],
    environment: [of('production')],
    state: [of('active')],
    enabled: [of('true')],
    after: [of('5')],
  }
  const known = values[filter]
  if (known === undefined) throw new Error(`${id} has a filter that is not known: ${filter}`)
  return known
}

/** Through which Worker pages are asked for, and by whom. */
export interface Asking {
  readonly app: Hono
  readonly secrets: Readonly<Record<ListCall['by'], string>>
}

/** Asks for a page; undefined when there is nothing of the kind, as of a webhook's deliveries. */
export async function askForPage(
  { app, secrets }: Asking,
  { path, name, by }: ListCall,
): Promise<{ readonly next: string | undefined } | undefined> {
  const response = await app.request(`http://localhost:8787/api/v1${path}`, {
    headers: { authorization: `Bearer ${secrets[by]}` },
  })
  if (response.status === 404) return undefined
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
  const { next_cursor: next } = await response.json<{ next_cursor?: string | null }>()
  return { next: next ?? undefined }
}

/** How D1 goes about the page, and about the one after it. */
export async function planPage(asking: Asking, call: ListCall): Promise<readonly PlannedQuery[]> {
  const first = await metered(() => askForPage(asking, call))
  const next = first.value?.next
  const path = `${call.path}${call.path.includes('?') ? '&' : '?'}cursor=${next}`
  const second =
    next === undefined ? undefined : await metered(() => askForPage(asking, { ...call, path }))
  const queries = [...first.queries, ...(second?.queries ?? [])].filter(({ sql }) =>
    /^select/i.test(sql),
  )
  return Promise.all(
    queries.map(async ({ sql, params, rowsRead }) => {
      const explain = env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...params)
      const { results } = await explain.all<{ detail: string }>()
      return { sql, rowsRead, plan: results.map(({ detail }) => detail) }
    }),
  )
}
