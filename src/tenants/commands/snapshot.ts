// A resource as its members say it, under the names of the API: what entity tags are made from, and
// what the audit log keeps of before and after. Private keys and hashes of secrets are in no
// resource, so they are in no snapshot.

import { allSettings, type ConnectorDetail } from '../connectors/connector.ts'
import type { ExternalIdp } from '../external-idps/external-idp.ts'

/** Members by name. */
export type Snapshot = Readonly<Record<string, unknown>>

/** The members of any resource; one that is absent is left out. */
export function snapshotOf(resource: object): Snapshot {
  if (isConnector(resource)) return snapshotOfConnector(resource)
  return isExternalIdp(resource) ? snapshotOfIdp(resource) : membersOf(resource)
}

const isConnector = (resource: object): resource is ConnectorDetail => 'latest' in resource
const isExternalIdp = (resource: object): resource is ExternalIdp => 'trustRevision' in resource

/** An external IdP: its certificates by what names them. */
const snapshotOfIdp = (idp: ExternalIdp): Snapshot =>
  membersOf({
    pendingChange: null,
    refreshFailure: null,
    ...idp,
    validUntil: idp.validUntil ?? null,
    certificates: idp.certificates.map(({ der: _der, ...certificate }) => certificate),
  })

/**
 * A connector with the settings of its latest version beside its own members, as a change of it
 * would name them.
 */
function snapshotOfConnector(connector: ConnectorDetail): Snapshot {
  const { latest, active, loginUrl: _url, ...own } = connector
  const progress = ({ state, testedAt, activatedAt }: ConnectorDetail['latest']) => ({
    state,
    testedAt,
    activatedAt,
  })
  return membersOf({
    ...allSettings(latest.settings),
    activeVersion: null,
    ...own,
    latest: progress(latest),
    active: active === undefined ? null : progress(active),
  })
}

/** `idpEntityID` is `idp_entity_id`. */
export const snakeName = (name: string): string =>
  name.replaceAll(/([a-z0-9])([A-Z]+)/g, (_, end: string, word: string) =>
    `${end}_${word}`.toLowerCase(),
  )

function deepSnake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deepSnake)
  return typeof value === 'object' && value !== null ? membersOf(value) : value
}

/** What a snapshot never holds, whatever a resource or an answer may carry. */
const SECRET = /secret|sealed|private/i

const membersOf = (value: object): Snapshot =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => member !== undefined && !SECRET.test(name))
      .map(([name, member]) => [snakeName(name), deepSnake(member)]),
  )
