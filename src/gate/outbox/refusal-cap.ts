// How many refusals of an SSO key, or of a tenant's passwords, get an event of their own: anybody
// can cause a refusal, so a flood of them must not cost a row each. Counted in memory, because a
// count that is lost with the object is no worse than a window that began late.

import type { SsoId, TenantId } from '../../tenants/ids.ts'

const RECORDED_A_MINUTE = 60
const MINUTE = 60_000

interface Window {
  readonly tenantId: TenantId
  readonly ssoId: SsoId | undefined
  /** Milliseconds since the epoch. */
  readonly from: number
  taken: number
}

/** Refusals of a minute that have no event of their own. */
export interface CountedRefusals {
  readonly tenantId: TenantId
  /** Absent for passwords. */
  readonly ssoId?: SsoId
  readonly from: number
  readonly until: number
  readonly count: number
}

export interface RefusalCap {
  /** Takes a place for one refusal; false when the minute's are gone: then it is counted. */
  take(tenantId: TenantId, ssoId: SsoId | undefined, now: number): boolean
  /** What was only counted in windows that have ended, each told once. */
  ended(now: number): readonly CountedRefusals[]
  /** When there will be something to tell; undefined when nothing was counted. */
  nextEnd(): number | undefined
}

/** Makes the cap of one gate. */
export function createRefusalCap(): RefusalCap {
  const windows = new Map<SsoId | TenantId, Window>()
  let full: Window[] = []
  return {
    take(tenantId, ssoId, now) {
      let window = windows.get(ssoId ?? tenantId)
      if (window === undefined || now >= window.from + MINUTE) {
        window = { tenantId, ssoId, from: now, taken: 0 }
        windows.set(ssoId ?? tenantId, window)
      }
      window.taken++
      if (window.taken === RECORDED_A_MINUTE + 1) full.push(window)
      return window.taken <= RECORDED_A_MINUTE
    },
    ended(now) {
      const over = full.filter(({ from }) => now >= from + MINUTE)
      full = full.filter((window) => !over.includes(window))
      return over.map(({ tenantId, ssoId, from, taken }) => ({
        tenantId,
        ...(ssoId === undefined ? {} : { ssoId }),
        from,
        until: from + MINUTE,
        count: taken - RECORDED_A_MINUTE,
      }))
    },
    nextEnd: () => (full[0] === undefined ? undefined : full[0].from + MINUTE),
  }
}
