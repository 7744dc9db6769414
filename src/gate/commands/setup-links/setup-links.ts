// Set-up links: made, opened, revoked, done. The gate's row decides what a guest may; D1 has a copy
// for lists, and to find the tenant of a token.

import { eq } from 'drizzle-orm'
import { encodeBase64Url } from '../../../protocol/bytes/base64.ts'
import { sha256Hex } from '../../../protocol/bytes/sha256.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { setupLinks } from '../../../storage/d1/schema/index.ts'
import { type Statement, toStatement } from '../../../storage/statement.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { snapshotOf } from '../../../tenants/commands/snapshot.ts'
import { setupLinkEvent } from '../../../tenants/events/setup-link-events.ts'
import { newId } from '../../../tenants/ids.ts'
import {
  endOf,
  MAX_KEPT_LINKS,
  MAX_USABLE_LINKS,
  type SetupLink,
} from '../../../tenants/setup-links/setup-link.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { eventStatement } from '../../outbox/events.ts'
import {
  deleteSetupLink,
  findSetupLink,
  insertSetupLink,
  listSetupLinks,
  recordSetupLink,
} from '../../tables/setup-links.ts'

/** The planners of the commands of this file. */
export const setupLinkPlanners: Planners<
  'create_setup_link' | 'open_setup_link' | 'revoke_setup_link' | 'complete_setup_link'
> = {
  create_setup_link: createSetupLink,
  open_setup_link: openSetupLink,
  revoke_setup_link: revokeSetupLink,
  complete_setup_link: completeSetupLink,
}

/** 256 bits: nobody guesses one, however many links there are. */
const TOKEN_BYTES = 32
const DAY = 86_400_000

/** Makes a link. Its token stands behind the `#` of its address, which no browser sends. */
async function createSetupLink(
  scope: Scope,
  { input }: CommandOf<'create_setup_link'>,
): Planned<'create_setup_link'> {
  const { sql, db, tenant, origin, publicOrigin, clock, random } = scope
  const now = clock()
  const known = listSetupLinks(sql, tenant.id)
  const ended = known.filter((link) => endOf(link, now) !== undefined)
  if (known.length - ended.length >= MAX_USABLE_LINKS)
    return refuse({ code: 'setup_link_limit_reached', expected: MAX_USABLE_LINKS })
  const wrong = await checkInput(scope, input)
  if (wrong) return refuse(wrong)

  const token = encodeBase64Url(random(TOKEN_BYTES))
  const tokenHash = await sha256Hex(token)
  const { daysToFirstUse, ...named } = input
  const link: SetupLink = {
    id: newId('lnk', random),
    tenantId: tenant.id,
    ...named,
    createdAt: now,
    createdBy: origin.actor,
    firstUseUntil: now + daysToFirstUse * DAY,
    openedTimes: 0,
  }
  const dropped = ended.slice(0, Math.max(0, known.length + 1 - MAX_KEPT_LINKS))
  return ok({
    result: { ...link, url: `${publicOrigin}/console/setup#${token}` },
    audit: { after: snapshotOf(link) },
    record: [
      ...dropped.map(({ id }) => toStatement(db.delete(setupLinks).where(eq(setupLinks.id, id)))),
      toStatement(db.insert(setupLinks).values({ ...link, tokenHash })),
    ],
    commit: [...dropped.map(deleteSetupLink), insertSetupLink(link, tokenHash)],
  })
}

/** Refuses a link that could open nothing. */
async function checkInput(
  { reads, tenant }: Scope,
  { tasks, connectorId }: CommandOf<'create_setup_link'>['input'],
): Promise<TenantRefusal | undefined> {
  if (tasks.includes('domain') && tenant.parentId !== undefined)
    return { code: 'domain_of_child', pointer: '/tasks' }
  if (connectorId === undefined) return undefined
  const connector = await reads.findConnector(tenant.id, connectorId)
  return connector ? undefined : { code: 'connector_unknown', pointer: '/connector_id' }
}

/** Notes an opening. The first one is told to whoever follows the tenant's events. */
async function openSetupLink(
  scope: Scope,
  { setupLinkId }: CommandOf<'open_setup_link'>,
): Planned<'open_setup_link'> {
  const known = find(scope, setupLinkId)
  if (!known.ok) return known
  const now = scope.clock()
  const end = endOf(known.value, now)
  if (end) return refuse({ code: end })
  const { firstOpenedAt, openedTimes } = known.value
  const link: SetupLink = {
    ...known.value,
    firstOpenedAt: firstOpenedAt ?? now,
    lastOpenedAt: now,
    openedTimes: openedTimes + 1,
  }
  const first = firstOpenedAt === undefined
  const told = first ? [eventStatement(await setupLinkEvent('setup_link.opened', link, now))] : []
  return ok({
    result: link,
    record: [recordIn(scope, link)],
    commit: [recordSetupLink(link), ...told],
  })
}

/** Ends a link. The gate goes first, so its guests are out with their next request. */
async function revokeSetupLink(
  scope: Scope,
  { setupLinkId }: CommandOf<'revoke_setup_link'>,
): Planned<'revoke_setup_link'> {
  const known = find(scope, setupLinkId)
  if (!known.ok) return known
  const link = { ...known.value, revokedAt: known.value.revokedAt ?? scope.clock() }
  return ok({
    result: link,
    removal: true,
    record: [recordIn(scope, link)],
    commit: [recordSetupLink(link)],
  })
}

/** Ends a link whose work is done. Once more changes nothing. */
async function completeSetupLink(
  scope: Scope,
  { setupLinkId }: CommandOf<'complete_setup_link'>,
): Planned<'complete_setup_link'> {
  const known = find(scope, setupLinkId)
  if (!known.ok) return known
  const now = scope.clock()
  const end = endOf(known.value, now)
  if (end === 'setup_link_done') return ok({ result: known.value })
  if (end) return refuse({ code: end })
  const link = { ...known.value, doneAt: now }
  return ok({
    result: link,
    removal: true,
    record: [recordIn(scope, link)],
    commit: [
      recordSetupLink(link),
      eventStatement(await setupLinkEvent('setup_link.done', link, now)),
    ],
  })
}

function find({ sql, tenant }: Scope, id: SetupLink['id']): Result<SetupLink, TenantRefusal> {
  const link = findSetupLink(sql, tenant.id, id)
  return link ? ok(link) : refuse({ code: 'setup_link_unknown' })
}

function recordIn({ db }: Scope, link: SetupLink): Statement {
  const { id, firstOpenedAt, lastOpenedAt, openedTimes, doneAt, revokedAt } = link
  const set = {
    firstOpenedAt: firstOpenedAt ?? null,
    lastOpenedAt: lastOpenedAt ?? null,
    openedTimes,
    doneAt: doneAt ?? null,
    revokedAt: revokedAt ?? null,
  }
  return toStatement(db.update(setupLinks).set(set).where(eq(setupLinks.id, id)))
}
