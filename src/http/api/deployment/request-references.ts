// What the reference of a request says, in the shape of an event: for pages and problems that
// belong to no tenant's events.

import * as v from 'valibot'
import { isId, type SsoId, type TenantId } from '../../../tenants/ids.ts'
import { howToMend } from '../../how-to-mend.ts'
import { type ReadReference, readReference } from '../../reference.ts'
import { findMeaning } from '../../refusal-areas.ts'
import { reaches } from '../engine/authenticate.ts'
import { id, Time, writeTime } from '../engine/members.ts'
import type { ApiDeps } from '../engine/operation.ts'

/** A refused request. Nothing is stored of it: the reference itself says all of this. */
export const RefusedRequestShape = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.description('The reference: it begins with `req_`.')),
    type: v.literal('request.refused'),
    tenant_id: v.pipe(v.nullable(id('ten')), v.description('`null`: no tenant was known.')),
    at: Time,
    connector_id: v.null(),
    sso_id: v.pipe(
      v.nullable(id('sso')),
      v.description('The SSO key that was asked for; it may not exist.'),
    ),
    user_id: v.null(),
    code: v.string(),
    data: v.strictObject({
      request_id: v.pipe(v.string(), v.description('The id of the request.')),
      application_id: v.pipe(
        v.nullable(id('app')),
        v.description('The application that was asked for; it may not exist.'),
      ),
      meaning: v.string(),
      fixed_by: v.string(),
      mend: v.string(),
    }),
  }),
  v.title('RefusedRequest'),
)

/**
 * Reads a reference for a caller. A reference to an SSO key of another tenant is as unknown as that
 * key (I5). `within` is the tenant in whose events it is looked for.
 */
export async function findRefusedRequest(
  deps: ApiDeps,
  reference: string,
  within?: TenantId,
): Promise<v.InferOutput<typeof RefusedRequestShape> | undefined> {
  const read = await readReference(deps, reference)
  if (read === undefined) return undefined
  const tenantId = await tenantOf(deps, read)
  if (tenantId === undefined) return describe(reference, read)
  if (within !== undefined && tenantId !== within) return undefined
  return (await reaches(deps, deps.caller, tenantId))
    ? describe(reference, read, tenantId)
    : undefined
}

/** The tenant of the SSO key that was asked for, if there is such a key. */
async function tenantOf(
  { configurations }: ApiDeps,
  { subject }: ReadReference,
): Promise<TenantId | undefined> {
  return isSsoId(subject) ? (await configurations.find(subject))?.tenantId : undefined
}

function describe(
  reference: string,
  { at, code, requestId, subject }: ReadReference,
  tenantId?: TenantId,
): v.InferOutput<typeof RefusedRequestShape> {
  const meaning = findMeaning(code)
  return {
    id: reference,
    type: 'request.refused',
    tenant_id: tenantId ?? null,
    at: writeTime(at),
    connector_id: null,
    sso_id: isSsoId(subject) ? subject : null,
    user_id: null,
    code,
    data: {
      request_id: requestId,
      application_id: subject === undefined || isSsoId(subject) ? null : subject,
      meaning: meaning?.message ?? '',
      fixed_by: meaning?.fixedBy ?? 'developer',
      mend: howToMend(code) ?? '',
    },
  }
}

const isSsoId = (subject: string | undefined): subject is SsoId =>
  subject !== undefined && isId('sso', subject)
