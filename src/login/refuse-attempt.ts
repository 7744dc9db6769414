// An attempt is refused for a reason that no other configuration would change: it is recorded where
// its tenant is known, and the person hears of it whether or not that worked.

import { Outage } from '../outage.ts'
import type { Refusal } from '../refusal.ts'
import type { LoginConfiguration } from '../tenants/connectors/login-configuration.ts'
import type { SsoId } from '../tenants/ids.ts'
import type { PendingLogin } from './begin/pending-login.ts'
import type { RequestPurpose } from './begin/request-id.ts'
import type { LoginTrace } from './login-trace.ts'
import type { Gates, LoginConfigurations } from './ports.ts'

export interface RefusedOutcome {
  readonly kind: 'refused'
  readonly refusal: Refusal
  /** The login that was refused, where it is known: says how to begin again. */
  readonly pending?: PendingLogin
  /** The event stands, or soon will, under the attempt's id. */
  readonly recorded: boolean
}

interface RefuseDeps {
  readonly configurations: Pick<LoginConfigurations, 'find'>
  readonly gates: Gates
}

interface RefuseInput {
  readonly ssoId: SsoId
  readonly purpose: RequestPurpose
  readonly attempt: LoginTrace
  readonly refusal: Refusal
  readonly pending?: PendingLogin | undefined
}

/** Refuses and records: one call to the gate, and none at an SSO key that is not ours. */
export async function refuseAttempt(deps: RefuseDeps, input: RefuseInput): Promise<RefusedOutcome> {
  const { refusal, pending } = input
  return {
    kind: 'refused',
    refusal,
    ...(pending === undefined ? {} : { pending }),
    recorded: await record(deps, input),
  }
}

async function record({ configurations, gates }: RefuseDeps, input: RefuseInput): Promise<boolean> {
  const { ssoId, purpose, attempt, refusal } = input
  try {
    const configuration = await configurations.find(ssoId)
    if (configuration === undefined) return false
    const { gate, tenantId } = configuration
    const noted = await gates.at(gate).noteRefusal({
      tenantId,
      ssoId,
      ...activeVersionOf(configuration),
      purpose,
      refusal,
      event: attempt.facts(),
    })
    return noted.kind === 'noted' && noted.recorded
  } catch (fault) {
    // The answer is the same with or without its event.
    if (fault instanceof Outage) return false
    throw fault
  }
}

/** Connector and version that a configuration names, for the event. */
export const activeVersionOf = ({
  connector,
}: LoginConfiguration): { connectorId?: `con_${string}`; version?: string } =>
  connector === undefined ? {} : { connectorId: connector.id, version: connector.version }
