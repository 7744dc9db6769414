// A connector in a list: what administrators compare, beside the members that every connector has.

import * as v from 'valibot'
import { CONNECTOR_STATES, type ConnectorSummary } from '../../../tenants/connectors/connector.ts'
import { ENVIRONMENTS } from '../../../tenants/sso-key.ts'
import { Time, writeOptionalTime, writeTime } from '../engine/members.ts'
import { writeIssuer } from '../external-idps/external-idp-shapes.ts'
import { CONNECTOR_ENTRIES, writeConnector } from './connector-shapes.ts'
import { NAME_ID_FORMAT_NAMES } from './setting-shapes.ts'

/** A connector in a list: what administrators compare. */
export const ConnectorSummaryShape = v.pipe(
  v.strictObject({
    ...CONNECTOR_ENTRIES,
    environment: v.picklist(ENVIRONMENTS),
    state: v.pipe(
      v.picklist(CONNECTOR_STATES),
      v.description('`active`: a version governs logins. Before one does, how far the latest is.'),
    ),
    issuer: v.pipe(
      v.nullable(v.string()),
      v.description('entityID of the identity provider. Null: not known yet.'),
    ),
    endpoint: v.pipe(v.string(), v.description('Where requests go.')),
    name_id_format: v.picklist(NAME_ID_FORMAT_NAMES),
    authn_context_class_ref: v.pipe(
      v.nullable(v.string()),
      v.description('The authentication method that is asked for; null leaves it to the IdP.'),
    ),
    last_test: v.nullable(v.strictObject({ at: Time, passed: v.boolean() })),
    last_used_at: v.pipe(v.nullable(Time), v.description('The last login, to the hour.')),
    idp_certificate_expires_at: v.pipe(
      v.nullable(Time),
      v.description('When the last certificate of the identity provider ends.'),
    ),
    sp_certificate_expires_at: v.pipe(
      Time,
      v.description('When the certificate of the SSO key ends.'),
    ),
  }),
  v.title('ConnectorSummary'),
)

/** Writes a connector for a list. */
export function writeSummary(
  summary: ConnectorSummary,
): v.InferOutput<typeof ConnectorSummaryShape> {
  const { settings, lastTest } = summary
  return {
    ...writeConnector(summary, summary.loginUrl),
    environment: summary.environment,
    state: summary.state,
    issuer: writeIssuer(settings.idpEntityID),
    endpoint: settings.sso[settings.requestBinding] ?? '',
    name_id_format: settings.nameIdFormat,
    authn_context_class_ref: settings.authnContextClassRef ?? null,
    last_test: lastTest ? { at: writeTime(lastTest.at), passed: lastTest.passed } : null,
    last_used_at: writeOptionalTime(summary.lastUsedAt),
    idp_certificate_expires_at: writeOptionalTime(summary.idpCertificateNotAfter),
    sp_certificate_expires_at: writeTime(summary.spCertificateNotAfter),
  }
}
