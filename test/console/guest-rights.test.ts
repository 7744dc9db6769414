// The table by which the console shows buttons to guests, held against what the API opens to them.

import { expect, it } from 'vitest'
import { GUEST_RIGHTS, opensToGuest } from '../../src/console/api/guest-rights.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'

it('names every change that the API opens to guests, under the same tasks, and no other', () => {
  const opened = OPERATIONS.filter(({ guests, method }) => guests && method !== 'GET')
  const named = Object.entries(GUEST_RIGHTS).map(([key, { tasks, activates = false }]) => [
    key,
    [...tasks].sort(),
    activates,
  ])
  const wanted = opened.map(({ method, path, guests = [], activates = false }) => [
    `${method} ${path}`,
    [...guests].sort(),
    activates,
  ])
  expect(named.sort()).toEqual(wanted.sort())
})

it('closes creations to a bound link, and activation to a link without the right', () => {
  const link = { tasks: ['sso'], connector_id: null, may_activate: false } as const
  const create = 'POST /tenants/{tenant_id}/connectors'
  const activate = 'POST /tenants/{tenant_id}/connectors/{connector_id}:activate'
  expect(opensToGuest(create, link)).toBe(true)
  expect(opensToGuest(create, { ...link, connector_id: 'con_1' })).toBe(false)
  expect(opensToGuest(activate, link)).toBe(false)
  expect(opensToGuest(activate, { ...link, may_activate: true })).toBe(true)
  expect(opensToGuest('DELETE /tenants/{tenant_id}', link)).toBe(false)
})
