import { describe, expect, it } from 'vitest'
import { failedDecryption } from '../../../src/storage/gate/failed-decryptions.ts'
import { gateWithConnector, runSql, TENANT } from '../../support/gate.ts'

describe('the gate', () => {
  it('counts the failed decryptions of the last minute (R34)', async () => {
    const stub = await gateWithConnector('failed decryptions')
    await runSql(stub, (sql) => {
      let ids = 0
      const fail = (now: number, ssoId: `sso_${string}` = 'sso_one') =>
        failedDecryption(sql, { tenantId: TENANT, ssoId, id: `evt_${ids++}` }, now)
      for (let n = 0; n < 9; n++) expect(fail(1_000 + n)).toBeUndefined()
      expect(fail(2_000, 'sso_two')).toBeUndefined()
      expect(fail(2_000)).toBe(61_000)
      expect(fail(3_000)).toBe(61_000)
      // When the first is a minute old there is room for one; then the second has to be.
      expect(fail(61_000)).toBe(61_001)
      expect(fail(130_000)).toBeUndefined()
    })
  })
})
