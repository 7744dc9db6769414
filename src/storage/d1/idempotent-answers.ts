// Answers that were given under an Idempotency-Key, for a day. An answer is written in the batch of
// the change that it tells of, so that there is never one without the other; of two requests at
// once the primary key lets one through.

import { and, eq, gt, lte } from 'drizzle-orm'
import { reaching } from '../../outage.ts'
import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { actorIdOf, type RepeatableRequest } from '../../tenants/commands/envelope.ts'
import type { IdempotentAnswers } from '../../tenants/commands/ports.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { idempotentAnswers as answers } from './schema/index.ts'

const KEPT_MS = 86_400_000

type Mismatch = { readonly code: 'api_idempotency_mismatch' }

/** Implements the answers on D1. */
export function createIdempotentAnswers(input: {
  readonly d1: D1Database
  readonly keyring: KeyRing
}): IdempotentAnswers {
  const db = openDatabase(input.d1)
  return {
    find: (request) => reaching('D1', () => findAnswer(db, input.keyring, request)),
    async forgetOld(now) {
      await ask(forgetOld(db, now))
    },
  }
}

/**
 * Finds the answer that the same request was given before. Refuses another request under the same
 * key.
 */
export async function findAnswer(
  db: Database,
  keyring: KeyRing,
  request: RepeatableRequest,
): Promise<Result<unknown, Mismatch> | undefined> {
  const { owner, keyHash } = await nameOf(request)
  const row = await db
    .select()
    .from(answers)
    .where(
      and(
        eq(answers.owner, owner),
        eq(answers.keyHash, keyHash),
        gt(answers.at, request.now - KEPT_MS),
      ),
    )
    .get()
  if (row === undefined) return undefined
  if (row.fingerprint !== request.fingerprint) return refuse({ code: 'api_idempotency_mismatch' })
  const text = await keyring.open('idempotent-answer', recordOf(owner, keyHash), row.sealedAnswer)
  if (text === undefined) throw new Error('An idempotent answer does not open with MASTER_KEY')
  return ok(JSON.parse(text))
}

/** What remembers an answer, for the batch of its change; and forgets what is older than a day. */
export async function rememberAnswer(
  db: Database,
  keyring: KeyRing,
  { request, value }: { readonly request: RepeatableRequest; readonly value: unknown },
) {
  const { owner, keyHash } = await nameOf(request)
  const sealedAnswer = await keyring.seal(
    'idempotent-answer',
    recordOf(owner, keyHash),
    JSON.stringify(value),
  )
  const { fingerprint, now } = request
  return [
    forgetOld(db, now),
    db.insert(answers).values({ owner, keyHash, fingerprint, sealedAnswer, at: now }),
  ] as const
}

const forgetOld = (db: Database, now: number) =>
  db.delete(answers).where(lte(answers.at, now - KEPT_MS))

const nameOf = async ({ actor, key }: RepeatableRequest) => ({
  owner: actorIdOf(actor) ?? actor.type,
  keyHash: await sha256Hex(key),
})

const recordOf = (owner: string, keyHash: string): string => `${owner}\n${keyHash}`
