import type { ChangeRecord } from '../../src/tenants/commands/ports.ts'
import { newId } from '../../src/tenants/ids.ts'
import { strongRandom } from './key-ring.ts'

/** What a change of a test writes in the audit log. */
export const changeRecord = (): ChangeRecord => ({
  audit: {
    id: newId('aud', strongRandom),
    at: Date.now(),
    actor: { type: 'operator' },
    action: 'test.made',
    target: { type: 'test', id: 'test' },
    requestId: 'req_test',
  },
})
