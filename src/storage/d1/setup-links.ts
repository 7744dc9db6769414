// Set-up links as D1 has them: lists, the tenant of a token, and how far a set-up is.

import { and, desc, eq, sql } from 'drizzle-orm'
import { defined } from '../../defined.ts'
import type { SetupLinkId, TenantId } from '../../tenants/ids.ts'
import type { Listed, Page } from '../../tenants/page.ts'
import type { SetupLink, SetupProgress } from '../../tenants/setup-links/setup-link.ts'
import { ask, type Database } from './database.ts'
import { readPosition, toPage } from './pages.ts'
import { connectors, connectorVersions, domains, externalIdps, setupLinks } from './schema/index.ts'

/** The link whose token has this hash. One read, by index. */
export async function findByTokenHash(
  db: Database,
  hash: string,
): Promise<{ readonly tenantId: TenantId; readonly id: SetupLinkId } | undefined> {
  const { tenantId, id } = setupLinks
  const found = db.select({ tenantId, id }).from(setupLinks).where(eq(setupLinks.tokenHash, hash))
  return ask(found.get())
}

/** A page of a tenant's links, the newest first. */
export async function listSetupLinks(
  db: Database,
  tenantId: TenantId,
  page: Page,
): Promise<Listed<SetupLink>> {
  const position = page.after === undefined ? undefined : readPosition(page.after)
  if (page.after !== undefined && position === undefined) return { items: [] }
  const older =
    position && sql`(${setupLinks.createdAt}, ${setupLinks.id}) < (${position[0]}, ${position[1]})`
  const rows = await ask(
    db
      .select()
      .from(setupLinks)
      .where(and(eq(setupLinks.tenantId, tenantId), older))
      .orderBy(desc(setupLinks.createdAt), desc(setupLinks.id))
      .limit(page.limit + 1),
  )
  return toPage(rows, page, { read: readSetupLink, position: (row) => [row.createdAt, row.id] })
}

/** How far the set-up is for each of some links of a tenant. */
export async function readProgress(
  db: Database,
  tenantId: TenantId,
  links: readonly SetupLink[],
): Promise<ReadonlyMap<SetupLinkId, SetupProgress>> {
  if (links.length === 0) return new Map()
  const [idps, joined, proven] = await ask(
    db.batch([
      db
        .select({ id: externalIdps.id, at: externalIdps.updatedAt })
        .from(externalIdps)
        .where(eq(externalIdps.tenantId, tenantId)),
      db
        .select({
          id: connectors.id,
          idpId: connectors.externalIdpId,
          at: connectors.createdAt,
          testedAt: sql<number | null>`max(${connectorVersions.testedAt})`,
          activatedAt: sql<number | null>`max(${connectorVersions.activatedAt})`,
        })
        .from(connectors)
        .innerJoin(connectorVersions, eq(connectorVersions.connectorId, connectors.id))
        .where(eq(connectors.tenantId, tenantId))
        .groupBy(connectors.id),
      db.select({ at: domains.verifiedAt }).from(domains).where(eq(domains.tenantId, tenantId)),
    ]),
  )
  const progressOf = ({ connectorId, createdAt }: SetupLink): SetupProgress => {
    const since = (at: number | null) => at !== null && at >= createdAt
    const mine = joined.filter(({ id }) => connectorId === undefined || id === connectorId)
    const isMine = (id: string) => mine.some(({ idpId }) => idpId === id)
    return {
      externalIdp: idps.some(
        ({ id, at }) => since(at) && (connectorId === undefined || isMine(id)),
      ),
      connector: mine.some(({ at }) => connectorId !== undefined || since(at)),
      tested: mine.some(({ testedAt }) => since(testedAt)),
      activated: mine.some(({ activatedAt }) => since(activatedAt)),
      domain: proven.some(({ at }) => since(at)),
    }
  }
  return new Map(links.map((link) => [link.id, progressOf(link)]))
}

function readSetupLink(row: typeof setupLinks.$inferSelect): SetupLink {
  const {
    tokenHash: _hash,
    connectorId,
    firstOpenedAt,
    lastOpenedAt,
    doneAt,
    revokedAt,
    ...link
  } = row
  return {
    ...link,
    ...defined({
      connectorId: connectorId ?? undefined,
      firstOpenedAt: firstOpenedAt ?? undefined,
      lastOpenedAt: lastOpenedAt ?? undefined,
      doneAt: doneAt ?? undefined,
      revokedAt: revokedAt ?? undefined,
    }),
  }
}
