// Entity tags: what a resource was when somebody read it, so that nobody writes over a change they
// have not seen.

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { canonicalJson } from './canonical-json.ts'
import type { TenantRefusal } from './commands.ts'
import type { Snapshot } from './snapshot.ts'

const WHOLE_LENGTH = 22
const MEMBER_LENGTH = 4

/**
 * The strong entity tag of a resource (RFC 9110 §8.8.3): a digest of the whole, followed by a short
 * one of each member, so that a stale tag tells which members have changed since.
 */
export async function entityTagOf(snapshot: Snapshot): Promise<string> {
  const whole = await shortDigest(canonicalJson(snapshot), WHOLE_LENGTH)
  const members = await Promise.all(
    Object.keys(snapshot)
      .sort()
      .map((n) => memberOf(snapshot, n)),
  )
  return `"${whole}${members.join('')}"`
}

/**
 * Checks `If-Match` against a resource as it is. Call it while nothing else can change the
 * resource.
 */
export async function checkPrecondition(
  resource: Snapshot,
  ifMatch: string | undefined,
): Promise<TenantRefusal | undefined> {
  if (ifMatch === undefined) return undefined
  const tag = await entityTagOf(resource)
  if (matchesTag(ifMatch, tag)) return undefined
  const changed = (await changedSince(ifMatch, resource)).map((name) => `/${name}`)
  // The tags themselves say nothing to a person: the members that changed do.
  return { code: 'api_precondition_failed', changed }
}

/** Tells whether an `If-Match` header names this tag. A weak one never does (RFC 9110 §13.1.1). */
const matchesTag = (ifMatch: string, tag: string): boolean =>
  ifMatch === '*' || listTags(ifMatch).includes(tag)

/**
 * The members that are no longer as they were when a tag in `ifMatch` was given; none when it was
 * never given for this resource.
 */
async function changedSince(ifMatch: string, snapshot: Snapshot): Promise<string[]> {
  const names = Object.keys(snapshot)
  const known = new Set(listTags(ifMatch).flatMap((tag) => membersIn(tag)))
  const members = await Promise.all(names.map((name) => memberOf(snapshot, name)))
  const changed = names.filter((_, index) => !known.has(members[index] ?? ''))
  return changed.length === names.length ? [] : changed
}

const listTags = (ifMatch: string): string[] => ifMatch.split(',').map((tag) => tag.trim())

const membersIn = (tag: string): string[] =>
  tag.slice(1 + WHOLE_LENGTH, -1).match(new RegExp(`.{${MEMBER_LENGTH}}`, 'g')) ?? []

const memberOf = (snapshot: Snapshot, name: string): Promise<string> =>
  shortDigest(`${name}\n${canonicalJson(snapshot[name])}`, MEMBER_LENGTH)

async function shortDigest(text: string, length: number): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return encodeBase64Url(new Uint8Array(digest)).slice(0, length)
}
