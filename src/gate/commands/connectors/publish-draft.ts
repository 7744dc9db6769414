// What a new draft changes in what is published: nothing of it governs, but SP metadata says
// whether requests are signed, and a test of the draft sends some (I12).

import type { Connector, ConnectorSettings } from '../../../tenants/connectors/connector.ts'
import type { Plan, Scope } from '../../intents/plan.ts'
import { findLive } from '../../tables/configurations.ts'
import { getBareConfiguration, setActive, withDraft } from './live.ts'

/**
 * Publishes what governs the SSO key under the connector's name and with its draft, if either
 * differs from before.
 */
export async function publishDraft(
  scope: Scope,
  { id, ssoId, name }: Pick<Connector, 'id' | 'ssoId' | 'name'>,
  draft: ConnectorSettings,
  before?: ConnectorSettings,
): Promise<Required<Pick<Plan<unknown>, 'publish' | 'commit'>>> {
  const signedBefore = before?.signRequests ?? true
  const live = findLive(scope.sql, scope.tenant.id, id)
  if (live !== undefined) {
    const same = live.connector.name === name && draft.signRequests === !live.unsignedDraft
    if (same) return { publish: [], commit: [] }
    const next = withDraft({ ...live, connector: { ...live.connector, name } }, draft)
    return { publish: [next], commit: [setActive(next)] }
  }
  if (draft.signRequests === signedBefore) return { publish: [], commit: [] }
  return { publish: [withDraft(await getBareConfiguration(scope, ssoId), draft)], commit: [] }
}
