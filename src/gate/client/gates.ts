// The tenants' gates as a login sees them: one remote call per question. A call that fails is an
// outage, never a "no".

import type { Gate, Gates } from '../../login/ports.ts'
import { reaching } from '../../outage.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Reaches gates by address. Without `jurisdictions` (workerd alone has none) the address's
 * jurisdiction is not applied.
 */
export function createGates(
  namespace: DurableObjectNamespace<TenantGate>,
  { jurisdictions }: { jurisdictions: boolean },
): Gates {
  return {
    at(address): Gate {
      const stub = gateStub(namespace, address, jurisdictions)
      // No automatic retry: a consume that is tried twice looks like a replay.
      const ask = <T>(call: () => Promise<T>): Promise<T> => reaching('gate', call)
      return {
        admit: (request) =>
          ask(async () => JSON.parse(await stub.admitText(JSON.stringify(request)))),
        noteRefusal: (...args) => ask(async () => await stub.noteRefusal(...args)),
        findEvent: (...args) => ask(async () => await stub.findEvent(...args)),
        findSession: (...args) => ask(async () => await stub.findSession(...args)),
        endSession: (...args) => ask(async () => await stub.endSession(...args)),
        endByIdp: (...args) => ask(async () => await stub.endByIdp(...args)),
        redeemCode: (...args) => ask(async () => await stub.redeemCode(...args)),
        findIssuedTest: (...args) => ask(async () => await stub.findIssuedTest(...args)),
        openTest: (...args) => ask(async () => await stub.openTest(...args)),
        findTest: (...args) => ask(async () => await stub.findTest(...args)),
        foreseeLogin: (...args) => ask(async () => await stub.foreseeLogin(...args)),
        findTestRun: (...args) => ask(async () => await stub.findTestRun(...args)),
        findPasswordLink: (...args) => ask(async () => await stub.findPasswordLink(...args)),
        usePasswordLink: (...args) => ask(async () => await stub.usePasswordLink(...args)),
        findProof: (...args) => ask(async () => await stub.findProof(...args)),
        recover: (...args) => ask(async () => await stub.recover(...args)),
        enrolByProof: (...args) => ask(async () => await stub.enrolByProof(...args)),
        answerProof: (...args) => ask(async () => await stub.answerProof(...args)),
        findAccount: (...args) => ask(async () => await stub.findAccount(...args)),
        changeAccount: (...args) => ask(async () => await stub.changeAccount(...args)),
        beginStepUp: (...args) => ask(async () => await stub.beginStepUp(...args)),
        askCurrentPassword: (...args) => ask(async () => await stub.askCurrentPassword(...args)),
        replacePassword: (...args) => ask(async () => await stub.replacePassword(...args)),
        finishTest: (...args) => ask(async () => await stub.finishTest(...args)),
      }
    },
  }
}
