// Whether a version needs a test login before it goes live, as the API says it of each version. The
// gate decides the same way once more when the version is activated.

import * as v from 'valibot'
import {
  type Activation,
  activationOf,
  FREE_REASONS,
  TEST_REASONS,
} from '../../../tenants/commands/activation.ts'
import type { Connector, ConnectorVersion } from '../../../tenants/connectors/connector.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import type { AdministrationDeps } from '../../deps.ts'

/** What the activation of a version takes. */
export const ActivationShape = v.pipe(
  v.strictObject({
    needs_test: v.pipe(
      v.boolean(),
      v.description('Whether `:activate` refuses the version until it has passed a test.'),
    ),
    reason: v.pipe(
      v.picklist([...FREE_REASONS, ...TEST_REASONS]),
      v.description(
        'Why. `tested`: it passed a test with everything that it trusts. `only_presentation_changed`: it differs from the live version in settings alone that cannot change who is let in or how they are recognised (`landing`, `idp_initiated` to `off`, a lower `max_session_hours`). `issuer_unapproved`: it was tested, and the issuer that the test learned has to be approved. `is_live`: it governs logins already. `never_live`: the connector has no live version yet. Each `…_changed` names the gravest change that needs a test.',
      ),
    ),
    changes: v.pipe(
      v.array(v.string()),
      v.description(
        'Settings that differ from the live version, as JSON pointers. `/certificates`: certificates or a metadata URL of the external IdP that the live version does not trust. Empty without a live version.',
      ),
    ),
  }),
  v.title('Activation'),
)

/** Tells of a version what its activation takes. */
export type ActivationOf = (version: ConnectorVersion) => Activation

/** Reads at the gate what decides over the versions of a connector. */
export async function readActivations(
  { reads, findActivationEvidence }: Pick<AdministrationDeps, 'reads' | 'findActivationEvidence'>,
  { id: connectorId, tenantId }: Pick<Connector, 'id' | 'tenantId'>,
  versions: readonly ConnectorVersion[],
): Promise<ActivationOf> {
  const tenant = await reads.findTenant(tenantId)
  if (tenant === undefined) throw new Error(`The record has no tenant ${tenantId}`)
  const idpIds = [...new Set(versions.map(({ settings }) => settings.externalIdpId))]
  const [evidence, ...idps] = await Promise.all([
    findActivationEvidence(gateOf(tenant), { tenantId, connectorId }),
    ...idpIds.map((id) => reads.findExternalIdp(tenantId, id)),
  ])
  const idpOf = ({ settings }: ConnectorVersion) =>
    idps.find((idp) => idp?.id === settings.externalIdpId)
  return (version) => activationOf(version, evidence, idpOf(version))
}

/** Writes what an activation takes. */
export const writeActivation = ({
  needsTest,
  reason,
  changes,
}: Activation): v.InferOutput<typeof ActivationShape> => ({
  needs_test: needsTest,
  reason,
  changes: [...changes],
})
