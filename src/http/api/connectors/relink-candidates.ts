// Who would have to be re-linked after a change of IdP or of the identity source: nobody is, until
// it is confirmed (R52).

import * as v from 'valibot'
import { defined } from '../../../defined.ts'
import { ok, refuse } from '../../../result.ts'
import type { RelinkCandidate } from '../../../tenants/connectors/relink.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import { id, Time, writeOptionalTime, writeTime } from '../engine/members.ts'
import { operation } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { runCommand } from '../engine/run-command.ts'
import { page } from '../examples/example.ts'
import * as people from '../examples/example-people.ts'
import * as examples from '../examples/example-resources.ts'
import { idsOf } from '../people/users.ts'

const TAG = 'Users'
const CANDIDATES = '/tenants/{tenant_id}/connectors/{connector_id}/relink-candidates'

const IDENTITY_ENTRIES = {
  idp_entity_id: v.string(),
  source: v.pipe(
    v.string(),
    v.description('`name_id:` and the format, or `attribute:` and the name.'),
  ),
}

const CandidateShape = v.pipe(
  v.strictObject({
    user_id: id('usr'),
    email: v.nullable(v.string()),
    old_identities: v.array(v.strictObject(IDENTITY_ENTRIES)),
    attempt: v.pipe(
      v.nullable(
        v.strictObject({
          ...IDENTITY_ENTRIES,
          event_id: id('evt'),
          at: Time,
          disputed: v.pipe(
            v.boolean(),
            v.description(
              'More than one identity came with the e-mail address, or the user has one of this identity provider in another format.',
            ),
          ),
          differs_in_case: v.pipe(
            v.nullable(v.picklist(['identity', 'email'])),
            v.description(
              'What of the login differs from the user in upper and lower case alone: the identity (NameID or attribute) or the e-mail address. `null`: something else differs. It may be another person, so `relink-candidates:confirm` passes it by: confirm the user by themselves.',
            ),
          ),
        }),
      ),
      v.description(
        'The last login with the e-mail address that was refused, under what governs the connector now.',
      ),
    ),
    confirmed_until: v.nullable(Time),
  }),
  v.title('RelinkCandidate'),
)

const CONFIRMED =
  'For 7 days the next login with the e-mail address becomes the user, once: with the identity that came last, if one did. Whoever confirms trusts the identity provider to say whose an address is.'

/** Listing, confirming and forgetting candidates. */
export const relinkCandidateOperations = [
  operation({
    id: 'listRelinkCandidates',
    method: 'GET',
    path: CANDIDATES,
    tag: TAG,
    summary: 'List the users whom a connector does not recognise any more',
    description:
      'Active users whose identities are all of another IdP or another identity source than those that govern, and those for whom another identity of that IdP came. No value of an identity is shown. A page looks through 1,000 users: it may have fewer candidates than `limit`, or none, and still go on.',
    access: 'users',
    query: PageQuery,
    status: 200,
    response: pageOf(CandidateShape),
    example: { response: page(people.relinkCandidate) },
    refusals: ['tenant_unknown', 'connector_unknown'],
    async run({ reads, people }, { params, query }) {
      const { tenant_id: tenantId, connector_id: connectorId } = params
      const tenant = await reads.findTenant(tenantId)
      if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
      const of = { tenantId, connectorId }
      const listed = await people.listRelinkCandidates(gateOf(tenant), of, readPage(query))
      return listed ? ok(writePage(listed, writeCandidate)) : refuse({ code: 'connector_unknown' })
    },
  }),
  operation({
    id: 'confirmRelink',
    method: 'POST',
    path: `${CANDIDATES}/{user_id}:confirm`,
    tag: TAG,
    summary: 'Have the next login with the e-mail address of a user become that user',
    description: CONFIRMED,
    access: 'users',
    recentAuthentication: true,
    body: v.strictObject({
      event_id: v.exactOptional(
        v.pipe(
          id('evt'),
          v.description(
            'That of `attempt`, once it is known to be the login of the user: refused when somebody else came after it. Needed where it is disputed.',
          ),
        ),
      ),
    }),
    status: 200,
    response: CandidateShape,
    example: {
      request: { event_id: examples.EVENT },
      response: { ...people.relinkCandidate, confirmed_until: '2026-11-28T10:00:00.000Z' },
    },
    command: 'confirm_relink',
    async run(deps, { params, body }) {
      const connectorId = params.connector_id
      const command = {
        kind: 'confirm_relink',
        ...idsOf(params),
        connectorId,
        ...defined({ eventId: body.event_id }),
      } as const
      const confirmed = await runCommand(deps, params.tenant_id, command)
      return confirmed.ok ? ok(writeCandidate(confirmed.value)) : confirmed
    },
  }),
  operation({
    id: 'confirmRelinks',
    method: 'POST',
    path: `${CANDIDATES}:confirm`,
    tag: TAG,
    summary: 'Confirm every candidate whom nobody disputes',
    description: CONFIRMED,
    access: 'users',
    recentAuthentication: true,
    status: 200,
    example: { response: { candidates: 212, confirmed_until: '2026-11-28T10:00:00.000Z' } },
    response: v.strictObject({
      candidates: v.pipe(v.number(), v.integer()),
      confirmed_until: Time,
    }),
    command: 'confirm_relinks',
    async run(deps, { params }) {
      const { tenant_id: tenantId, connector_id: connectorId } = params
      const command = { kind: 'confirm_relinks', tenantId, connectorId } as const
      const confirmed = await runCommand(deps, tenantId, command)
      if (!confirmed.ok) return confirmed
      const { candidates, confirmedUntil } = confirmed.value
      return ok({ candidates, confirmed_until: writeTime(confirmedUntil) })
    },
  }),
  operation({
    id: 'forgetRelink',
    method: 'DELETE',
    path: `${CANDIDATES}/{user_id}`,
    tag: TAG,
    summary: 'Take the confirmation of a candidate back, and forget who came',
    access: 'users',
    status: 204,
    command: 'forget_relink',
    async run(deps, { params }) {
      const connectorId = params.connector_id
      const command = { kind: 'forget_relink', ...idsOf(params), connectorId } as const
      const forgotten = await runCommand(deps, params.tenant_id, command)
      return forgotten.ok ? ok(undefined) : forgotten
    },
  }),
]

const writeCandidate = ({
  userId,
  email,
  old,
  attempt,
  confirmedUntil,
}: RelinkCandidate): v.InferOutput<typeof CandidateShape> => ({
  user_id: userId,
  email: email ?? null,
  old_identities: old.map(writeKey),
  attempt: attempt
    ? {
        ...writeKey(attempt),
        event_id: attempt.eventId,
        at: writeTime(attempt.at),
        disputed: attempt.disputed,
        differs_in_case: attempt.differsInCase ?? null,
      }
    : null,
  confirmed_until: writeOptionalTime(confirmedUntil),
})

const writeKey = ({ idpEntityID, source }: RelinkCandidate['old'][number]) => ({
  idp_entity_id: idpEntityID,
  source,
})
