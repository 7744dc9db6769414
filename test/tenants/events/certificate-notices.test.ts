import { describe, expect, it } from 'vitest'
import {
  daysLeft,
  firstNoticeAt,
  nextNoticeAt,
  noticePassed,
} from '../../../src/tenants/events/certificate-notices.ts'

const DAY = 86_400_000
const END = 1_000 * DAY
const before = (days: number): number => END - days * DAY

describe('notices of a certificate', () => {
  it.each([
    [91, undefined],
    [90, 90],
    [61, 90],
    [60, 60],
    [29, 30],
    [14, 14],
    [3, 7],
    [1, 1],
    [0.5, 1],
    // A run that comes late still tells, but nobody wants to hear of what is long over.
    [-3, 1],
    [-8, undefined],
  ])('%d days before its end the one of %s days was due last', (days, threshold) => {
    expect(noticePassed(END, before(days))).toBe(threshold)
  })

  it('are due first 90 days before the end, or at once', () => {
    expect(firstNoticeAt([END], before(200))).toBe(before(90))
    expect(firstNoticeAt([END, END + 50 * DAY], before(20))).toBe(before(20))
    expect(firstNoticeAt([END], END + 1)).toBeUndefined()
  })

  it('are due again at the next threshold of any certificate, until there is none', () => {
    expect(nextNoticeAt([END, END + 300 * DAY], before(60))).toBe(before(30))
    expect(nextNoticeAt([END], before(1))).toBeUndefined()
  })

  it('count whole days, and none below zero', () => {
    expect([daysLeft(END, before(2.5)), daysLeft(END, END + DAY)]).toEqual([2, 0])
  })
})
