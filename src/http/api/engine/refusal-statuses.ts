// The HTTP status of a refusal follows from its kind. Only what HTTP itself refuses names a status
// of its own.

import type { Meaning, RefusalKind } from '../../../refusal.ts'

/** The statuses of refusals. */
export type ProblemStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 409
  | 410
  | 412
  | 413
  | 415
  | 421
  | 422
  | 429
  | 500
  | 503

/** The meaning of a refusal of the API: of a kind, or with a status that has no kind. */
export type ProblemMeaning = Meaning &
  ({ readonly kind: RefusalKind } | { readonly status: ProblemStatus })

const STATUS_OF_KIND: Readonly<Record<RefusalKind, ProblemStatus>> = {
  unknown: 404,
  conflict: 409,
  invalid: 422,
  forbidden: 403,
  limited: 429,
  stale: 412,
  gone: 410,
}

/** The status of a refusal with this meaning. */
export const statusOfMeaning = (meaning: ProblemMeaning): ProblemStatus =>
  'status' in meaning ? meaning.status : STATUS_OF_KIND[meaning.kind]
