// The Worker as it is deployed, with gates whose every call goes through the seam of
// interference.ts.

import { TenantGate as DeployedGate } from '../../src/index.ts'
import type { PasswordAnswer } from '../../src/login/password/ports.ts'
import type { AdmissionRequest, RefusedAttempt, TestEnd } from '../../src/login/ports.ts'
import type { CommandKind, CommandOf } from '../../src/tenants/commands/commands.ts'
import type { CommandEnvelope } from '../../src/tenants/commands/envelope.ts'
import { as, watchAlarm, watchBindings, watchCrypto } from './interference.ts'
import { deployed } from './variables.ts'

export { AddressGate, DeploymentGate, default } from '../../src/index.ts'

watchCrypto()

export class TenantGate extends DeployedGate {
  constructor(ctx: DurableObjectState, env: Env) {
    watchAlarm(ctx.storage)
    super(ctx, watchBindings(deployed(env)))
  }

  override run<K extends CommandKind>(command: CommandOf<K>, envelope: CommandEnvelope) {
    return as('command', () => super.run(command, envelope))
  }

  override admit(request: AdmissionRequest) {
    return as('login', () => super.admit(request))
  }

  override noteRefusal(attempt: RefusedAttempt) {
    return as('login', () => super.noteRefusal(attempt))
  }

  override finishPassword(answer: PasswordAnswer) {
    return as('login', () => super.finishPassword(answer))
  }

  override finishTest(end: TestEnd) {
    return as('login', () => super.finishTest(end))
  }

  // The platform says which attempt it is (test/support/held-alarms.ts).
  override alarm(...by: readonly []) {
    return as('alarm', () => super.alarm(...by))
  }
}
