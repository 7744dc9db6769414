// The alarm as logins see it: remembered, so that the storage is not asked for each of them.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { createLoginAlarm } from '../../../src/gate/tables/alarm.ts'
import { createLoginEvents } from '../../../src/gate/tables/login-events.ts'

/** How long logins are gathered, and how long a full batch of them waits, milliseconds. */
const LOGIN_DELAY = 60_000
const OUTBOX_DELAY = 5_000

const inGate = (test: (storage: DurableObjectStorage) => Promise<void>) =>
  runInDurableObject(env.TENANT_GATE.getByName('ten_alarm'), (_, { storage }) => test(storage))

it('is set once for many logins, and again after it has come', () =>
  inGate(async (storage) => {
    const alarm = createLoginAlarm({ storage, logins: createLoginEvents(storage.sql) })
    const now = Date.now()
    await alarm.wake(now)
    expect(await storage.getAlarm()).toBe(now + LOGIN_DELAY)
    await storage.deleteAlarm()
    await alarm.wake(now + 1)
    expect(await storage.getAlarm()).toBeNull()
    alarm.came()
    await alarm.wake(now + 2)
    expect(await storage.getAlarm()).toBe(now + 2 + LOGIN_DELAY)
  }))

it('is not trusted once its time has passed', () =>
  inGate(async (storage) => {
    const alarm = createLoginAlarm({ storage, logins: createLoginEvents(storage.sql) })
    const now = Date.now()
    await alarm.wake(now)
    await storage.deleteAlarm()
    const later = now + LOGIN_DELAY
    await alarm.wake(later)
    expect(await storage.getAlarm()).toBe(later + LOGIN_DELAY)
  }))

it('comes earlier when a batch of logins is full', () =>
  inGate(async (storage) => {
    const logins = { ...createLoginEvents(storage.sql), isFull: () => full }
    let full = false
    const alarm = createLoginAlarm({ storage, logins })
    const now = Date.now()
    await alarm.wake(now)
    full = true
    await alarm.wake(now)
    expect(await storage.getAlarm()).toBe(now + OUTBOX_DELAY)
  }))
