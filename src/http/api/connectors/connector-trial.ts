// Trying the rules of a version: what a response, the one of the last test or a pasted one, would
// come to.

import * as v from 'valibot'
import { type TryOutcome, tryResponse } from '../../../login/complete/try-response.ts'
import { meaningOf } from '../../../login/meanings.ts'
import type { Refusal } from '../../../refusal.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import type { Connector } from '../../../tenants/connectors/connector.ts'
import type { EventId } from '../../../tenants/ids.ts'
import { SSO } from '../../../tenants/setup-links/guest-rights.ts'
import { catchUpWith } from '../engine/catch-up.ts'
import { id } from '../engine/members.ts'
import { type ApiDeps, type ApiRefusal, operation } from '../engine/operation.ts'
import { runCommand } from '../engine/run-command.ts'
import * as examples from '../examples/example-resources.ts'
import { VersionHashShape } from './connector-version-shapes.ts'

/** 256 KiB of message are 342 KiB of base64. */
const BODY_LIMIT = 384 * 1024

const Values = v.array(v.string())

const REFUSAL = {
  code: v.string(),
  says: v.string(),
  expected: v.unknown(),
  got: v.unknown(),
}

/** What a response came to. */
const TrialShape = v.pipe(
  v.strictObject({
    version: VersionHashShape,
    event_id: v.pipe(
      v.nullable(id('evt')),
      v.description('Of the test whose response was taken; null for a pasted one.'),
    ),
    refusal: v.pipe(
      v.nullable(
        v.strictObject({
          ...REFUSAL,
          status_message: v.pipe(
            v.nullable(v.string()),
            v.description('StatusMessage of the response. `null` if it has none.'),
          ),
        }),
      ),
      v.description('Why a login would be refused; its age and its request are not asked.'),
    ),
    identity: v.nullable(v.strictObject({ source: v.string(), value: v.string() })),
    fields: v.pipe(
      v.array(
        v.strictObject({
          field: v.string(),
          source: v.pipe(v.nullable(v.string()), v.description('The attribute that was there.')),
          values: Values,
          code: v.pipe(
            v.nullable(v.string()),
            v.description(
              'Why the values that arrived could not be used; null: nothing was wrong.',
            ),
          ),
        }),
      ),
      v.description('Empty when the response does not verify: nothing of it is shown then.'),
    ),
    left_out: v.pipe(
      v.array(v.strictObject({ field: v.string(), source: v.nullable(v.string()), ...REFUSAL })),
      v.description(
        'Optional fields whose values could not be used, and why. A login goes on without them.',
      ),
    ),
    roles: v.pipe(v.nullable(Values), v.description('After the rules.')),
    tenants: v.pipe(
      v.nullable(v.array(id('ten'))),
      v.description('Null where the version has no rules of tenants.'),
    ),
  }),
  v.title('ConnectorTrial'),
)

/** `:try`. */
export const connectorTrialOperations = [
  operation({
    id: 'tryConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors/{connector_id}:try',
    tag: 'Connectors',
    summary: 'Show field by field what a response would come to under a version',
    description:
      'Without `saml_response` that of the last test is taken, and the audit log tells who did. Only what verifies with the certificates of the external IdP is mapped. Without `version` the latest is tried.',
    access: 'configure',
    guests: SSO,
    readOnly: true,
    bodyLimit: BODY_LIMIT,
    body: v.strictObject({
      version: v.exactOptional(VersionHashShape),
      saml_response: v.exactOptional(
        v.pipe(
          v.string(),
          v.maxLength(360_000, 'must have at most 360000 characters'),
          v.description('The form field as the browser posts it: base64.'),
        ),
      ),
    }),
    status: 200,
    response: TrialShape,
    example: {
      request: {},
      response: {
        version: examples.VERSION,
        event_id: examples.EVENT,
        refusal: null,
        identity: { source: 'attribute:employeeNumber', value: '00042' },
        fields: [{ field: 'email', source: 'mail', values: ['ada@example.com'], code: null }],
        left_out: [],
        roles: ['manager'],
        tenants: null,
      },
    },
    refusals: [
      'tenant_unknown',
      'connector_unknown',
      'version_unknown',
      'external_idp_unknown',
      'connector_response_missing',
    ],
    async run(deps, { params, body }) {
      const { tenant_id: tenantId, connector_id: connectorId } = params
      const { reads } = deps
      const connector = await reads.findConnector(tenantId, connectorId)
      if (connector === undefined) return refuse({ code: 'connector_unknown' })
      const hash = body.version ?? connector.latestVersion
      const [version, ssoKey] = await Promise.all([
        reads.findVersion(tenantId, connectorId, hash),
        reads.findSsoKey(tenantId, connector.ssoId),
      ])
      if (version === undefined || ssoKey === undefined)
        return refuse({ code: 'version_unknown', pointer: '/version' })
      const idp = await reads.findExternalIdp(tenantId, version.settings.externalIdpId)
      if (idp === undefined) return refuse({ code: 'external_idp_unknown' })
      const taken =
        body.saml_response === undefined
          ? await openLastTest(deps, connector)
          : ok({ samlResponse: body.saml_response, eventId: undefined })
      if (!taken.ok) return taken
      const { samlResponse, eventId } = taken.value
      const { settings } = version
      const outcome = await tryResponse({ samlResponse, settings, ssoKey, idp, now: deps.clock() })
      return ok({ version: hash, event_id: eventId ?? null, ...writeOutcome(outcome) })
    },
  }),
]

/** What the IdP sent in the last test of the connector. */
async function openLastTest(
  deps: ApiDeps,
  { tenantId, id: connectorId }: Connector,
): Promise<Result<{ readonly samlResponse: string; readonly eventId: EventId }, ApiRefusal>> {
  await catchUpWith(deps, tenantId)
  const lists = await Promise.all(
    (['test.passed', 'test.failed'] as const).map((type) =>
      deps.events.list(tenantId, { type, connectorId }, { limit: 1 }),
    ),
  )
  const [last] = lists.flatMap(({ items }) => items).sort((a, b) => b.at - a.at)
  if (last === undefined) return refuse({ code: 'connector_response_missing' })
  const { id: eventId } = last
  const opened = await runCommand(deps, tenantId, { kind: 'open_response', tenantId, eventId })
  if (!opened.ok)
    return opened.refusal.code === 'event_response_unknown'
      ? refuse({ code: 'connector_response_missing' })
      : opened
  const samlResponse = await deps.keyring.open('raw-response', eventId, opened.value.sealed)
  return samlResponse === undefined
    ? refuse({ code: 'connector_response_missing' })
    : ok({ samlResponse, eventId })
}

const writeRefusal = ({ code, expected, got }: Refusal) => ({
  code,
  says: meaningOf(code).message,
  expected: expected ?? null,
  got: got ?? null,
})

function writeOutcome({ refusal, identity, fields, roles, tenantIds }: TryOutcome) {
  return {
    refusal: refusal ? { ...writeRefusal(refusal), status_message: refusal.message ?? null } : null,
    identity: identity ?? null,
    fields: fields.map(({ field, source, values, refusal: wrong, leftOut }) => ({
      field,
      source: source ?? null,
      values: [...values],
      code: (wrong ?? leftOut)?.code ?? null,
    })),
    left_out: fields.flatMap(({ field, source, leftOut }) =>
      leftOut ? [{ field, source: source ?? null, ...writeRefusal(leftOut) }] : [],
    ),
    roles: roles ? [...roles] : null,
    tenants: tenantIds ? [...tenantIds] : null,
  }
}
