import { describe, expect, it } from 'vitest'
import {
  type AdminAccess,
  findLostAccess,
  type LostAccess,
} from '../../../src/gate/enforcement/admin-access.ts'

const NONE: AdminAccess = {
  mode: 'off',
  connector: false,
  link: false,
  proof: false,
  password: false,
  vouched: false,
}
type Way = Exclude<keyof AdminAccess, 'mode'>
const ways = (...names: readonly Way[]): Partial<AdminAccess> =>
  Object.fromEntries(names.map((name) => [name, true]))

const lost = (before: Partial<AdminAccess>, after: Partial<AdminAccess>) =>
  findLostAccess({ ...NONE, ...before }, { ...NONE, ...after })

type Case = readonly [
  what: string,
  before: Partial<AdminAccess>,
  after: Partial<AdminAccess>,
  lost: LostAccess | undefined,
]

describe('a change takes', () => {
  const enforced = (mode: 'members' | 'everyone', ...names: readonly Way[]) => ({
    mode,
    ...ways(...names),
  })

  it.each<Case>([
    [
      'SSO with the proof of an administrator, whatever connectors are left',
      enforced('members', 'connector', 'proof', 'password'),
      enforced('members', 'connector', 'password'),
      'sso',
    ],
    [
      'SSO with the last connector, where nobody has proven it',
      enforced('everyone', 'connector', 'password'),
      enforced('everyone', 'password'),
      'sso',
    ],
    [
      'SSO, which says more than the way back that goes with it',
      enforced('everyone', 'connector', 'proof', 'password'),
      enforced('everyone'),
      'sso',
    ],
    [
      'nothing where one administrator has proven SSO still, however the connector shows',
      enforced('members', 'connector', 'proof', 'password'),
      enforced('members', 'proof', 'password'),
      undefined,
    ],
    [
      'nothing of SSO that was not there',
      enforced('members', 'password'),
      enforced('members', 'password'),
      undefined,
    ],
    [
      'the last password that is taken',
      enforced('members', 'connector', 'proof', 'password'),
      enforced('members', 'connector', 'proof'),
      'password',
    ],
    [
      'the operator’s word in the place of a password',
      enforced('everyone', 'connector', 'proof', 'vouched'),
      enforced('everyone', 'connector', 'proof'),
      'password',
    ],
    [
      'no way back where the operator vouches in its place',
      enforced('everyone', 'connector', 'proof', 'password'),
      enforced('everyone', 'connector', 'proof', 'vouched'),
      undefined,
    ],
    [
      'no way back where there was none',
      enforced('everyone', 'connector', 'proof'),
      enforced('everyone', 'connector', 'proof'),
      undefined,
    ],
    [
      'nothing when it switches passwords off: that has conditions of its own',
      ways('connector', 'proof', 'password'),
      enforced('everyone', 'connector', 'proof'),
      undefined,
    ],
  ])('%s', (_, before, after, expected) => expect(lost(before, after)).toBe(expected))
})

describe('while passwords are not switched off, a change takes', () => {
  it.each<Case>([
    [
      'nothing while a password is taken',
      ways('link', 'proof', 'password'),
      ways('password'),
      undefined,
    ],
    ['every way with the last password', ways('password'), {}, 'every'],
    [
      'every way with the last password, also where an administrator is linked and has proven nothing',
      ways('password', 'link', 'connector'),
      ways('link', 'connector'),
      'every',
    ],
    [
      'nothing with the last password where SSO was proven',
      ways('password', 'proof'),
      ways('proof'),
      undefined,
    ],
    ['every way with the last link', ways('link'), ways('connector'), 'every'],
    ['every way with the last proof', ways('proof'), ways('connector'), 'every'],
    ['nothing where a link remains', ways('link', 'proof'), ways('link'), undefined],
    ['nothing where a proof remains', ways('link', 'proof'), ways('proof'), undefined],
    ['nothing where there was no way', ways('connector', 'vouched'), {}, undefined],
    [
      'every way with enforcement and the last password, whatever the operator vouches for',
      { mode: 'everyone', ...ways('password', 'vouched') },
      ways('vouched'),
      'every',
    ],
  ])('%s', (_, before, after, expected) => expect(lost(before, after)).toBe(expected))
})
