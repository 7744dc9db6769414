// The rotation of the keys that sign ID tokens: issue the next one, let verifiers learn of it,
// activate it, and delete the one before when no token of it is in use any more.

import * as v from 'valibot'
import { ok, type Result, refuse } from '../../../result.ts'
import { checkPrecondition } from '../../../tenants/commands/entity-tag.ts'
import { snapshotOf } from '../../../tenants/commands/snapshot.ts'
import {
  checkSigningKeyChange,
  type ListedSigningKey,
  type SigningKeyChange,
} from '../../../tenants/signing-key.ts'
import { Time, writeOptionalTime, writeTime } from '../engine/members.ts'
import { type ApiDeps, type ApiRefusal, operation, shown } from '../engine/operation.ts'
import { toApi } from '../engine/run-command.ts'
import * as examples from '../examples/example-resources.ts'
import { auditEntryOf } from './deployment-changes.ts'

const SigningKeyShape = v.pipe(
  v.strictObject({
    kid: v.pipe(v.string(), v.description('As in the JWKS.')),
    state: v.pipe(
      v.picklist(['next', 'current', 'retired']),
      v.description('`next`: published, signs nothing yet. `retired`: published, signs no more.'),
    ),
    created_at: Time,
    retired_at: v.nullable(Time),
  }),
  v.title('SigningKey'),
)

const writeKey = (key: ListedSigningKey): v.InferOutput<typeof SigningKeyShape> => ({
  kid: key.kid,
  state: key.state,
  created_at: writeTime(key.createdAt),
  retired_at: writeOptionalTime(key.retiredAt),
})

/** Listing, issuing, activating and deleting signing keys. */
export const signingKeyOperations = [
  operation({
    id: 'listSigningKeys',
    method: 'GET',
    path: '/deployment/signing-keys',
    tag: 'Operation',
    summary: 'List the keys that sign ID tokens, the current one first',
    access: 'read',
    status: 200,
    response: v.strictObject({ data: v.array(SigningKeyShape) }),
    example: { response: { data: [examples.signingKey] } },
    refusals: [],
    run: async ({ keyAdministration }) =>
      ok({ data: (await keyAdministration.list()).map(writeKey) }),
  }),
  operation({
    id: 'getSigningKey',
    method: 'GET',
    path: '/deployment/signing-keys/{kid}',
    tag: 'Operation',
    summary: 'Read a signing key',
    access: 'read',
    status: 200,
    response: SigningKeyShape,
    example: { response: examples.signingKey },
    refusals: ['signing_key_unknown'],
    async run({ keyAdministration }, { params }) {
      const key = (await keyAdministration.list()).find(({ kid }) => kid === params.kid)
      return key ? shown(key, writeKey) : refuse({ code: 'signing_key_unknown' })
    },
  }),
  operation({
    id: 'issueSigningKey',
    method: 'POST',
    path: '/deployment/signing-keys',
    tag: 'Operation',
    summary: 'Issue the next signing key; it is published and signs nothing yet',
    description: 'Answers all keys. There is one next key at a time, so repeating it does no harm.',
    access: 'configure',
    status: 200,
    response: v.strictObject({ data: v.array(SigningKeyShape) }),
    example: {
      response: { data: [examples.signingKey, { ...examples.signingKey, state: 'next' }] },
    },
    refusals: ['signing_key_next_exists'],
    async run(deps) {
      const issued = await change(deps, 'issued', { kind: 'issue' })
      return issued.ok ? ok({ data: issued.value.map(writeKey) }) : issued
    },
  }),
  operation({
    id: 'activateSigningKey',
    method: 'POST',
    path: '/deployment/signing-keys/{kid}:activate',
    tag: 'Operation',
    summary: 'Sign with the next signing key; the current one is retired',
    description: 'Refused until it was published for ten minutes.',
    access: 'configure',
    status: 200,
    response: SigningKeyShape,
    example: { response: examples.signingKey },
    refusals: ['signing_key_unknown', 'signing_key_not_next', 'signing_key_in_overlap'],
    async run(deps, { params }) {
      const activated = await change(deps, 'activated', { kind: 'activate', kid: params.kid })
      if (!activated.ok) return activated
      const key = activated.value.find(({ kid }) => kid === params.kid)
      return key ? shown(key, writeKey) : refuse({ code: 'signing_key_unknown' })
    },
  }),
  operation({
    id: 'deleteSigningKey',
    method: 'DELETE',
    path: '/deployment/signing-keys/{kid}',
    tag: 'Operation',
    summary: 'Delete a retired or next signing key',
    description: 'A retired one is published for ten minutes: so long its tokens may be in use.',
    access: 'configure',
    status: 204,
    refusals: ['signing_key_unknown', 'signing_key_current', 'signing_key_in_overlap'],
    async run(deps, { params }) {
      const deleted = await change(deps, 'deleted', { kind: 'delete', kid: params.kid })
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
]

/** Makes a change of the keys, and returns them as they are then. */
async function change(
  deps: ApiDeps,
  verb: string,
  asked: SigningKeyChange,
): Promise<Result<readonly ListedSigningKey[], ApiRefusal>> {
  const { keyAdministration, envelope, clock } = deps
  const keys = await keyAdministration.list()
  const before = asked.kind === 'issue' ? undefined : keys.find(({ kid }) => kid === asked.kid)
  const stale = before && (await checkPrecondition(snapshotOf(before), envelope.ifMatch))
  if (stale) return toApi(refuse(stale))
  const refusal = checkSigningKeyChange(keys, asked, clock())
  if (refusal) return refuse(refusal)
  if (envelope.validateOnly) return ok(keys)
  const changed = await keyAdministration.change(asked, (id) => ({
    audit: auditEntryOf(deps, {
      action: `signing_key.${verb}`,
      target: { type: 'signing_key', id },
    }),
  }))
  return 'code' in changed ? refuse(changed) : ok(changed)
}
