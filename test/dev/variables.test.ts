// The Worker's variables: what it refuses to start with. `npm run deploy` asks the same before it
// deploys.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { INBOX_SECRET } from '../../dev/mail/inbox.ts'
import { readConfig } from '../../src/env.ts'

const GOOD = {
  PUBLIC_ORIGIN: 'https://sso.example.com',
  MASTER_KEY: 'q8Zr2LwX0vB5nT7mK1cJ9fH3dG6sA4pY',
  OPERATOR_KEY: 'u5Yt8Rq1Ew4Po7Lk0Jh3Gf6Ds9Az2XcV',
}
const mistakesOf = (change: object) => {
  const read = readConfig({ ...GOOD, ...change })
  return 'mistakes' in read ? read.mistakes : []
}
const file = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8')

describe('secrets', () => {
  it('are good when they are long and random', () => {
    expect(mistakesOf({})).toEqual([])
  })

  it.each([
    ['', 'is missing.'],
    ['short', 'must have at least 32 characters.'],
    ['x'.repeat(48), 'is a placeholder.'],
    ['0123'.repeat(12), 'is a placeholder.'],
    ['change-me-to-something-long-and-random', 'is a placeholder.'],
    ['YOUR_MASTER_KEY_GOES_HERE_0123456789ab', 'is a placeholder.'],
    ['<the output of openssl rand -base64 48>', 'is a placeholder.'],
    ['a-master-key-that-only-these-tests-use-0001', 'is published in the repository.'],
  ])('are refused: %j', (value, says) => {
    for (const name of ['MASTER_KEY', 'OPERATOR_KEY'])
      expect(mistakesOf({ [name]: value })).toEqual([`${name} ${says}`])
    if (value !== '')
      expect(mistakesOf({ MASTER_KEY_PREVIOUS: value })).toEqual([`MASTER_KEY_PREVIOUS ${says}`])
  })

  it('are two, not one', () => {
    expect(mistakesOf({ OPERATOR_KEY: GOOD.MASTER_KEY })).toEqual([
      'OPERATOR_KEY must be another secret than MASTER_KEY.',
    ])
  })

  it('that are published are good on loopback alone, where tests and development use them', () => {
    const keys = [...file('vitest.config.ts').matchAll(/process\.env\.\w+ = '([^']+)'/g)]
    expect(keys).toHaveLength(2)
    for (const [, key] of keys) {
      expect(mistakesOf({ MASTER_KEY: key })).toEqual([
        'MASTER_KEY is published in the repository.',
      ])
      expect(mistakesOf({ MASTER_KEY: key, PUBLIC_ORIGIN: 'http://localhost:8787' })).toEqual([])
    }
    const delivery = { DELIVERY_URL: 'https://mail.example.com/', DELIVERY_SECRET: INBOX_SECRET }
    expect(mistakesOf(delivery)).toEqual(['DELIVERY_SECRET is published in the repository.'])
    expect(mistakesOf({ ...delivery, PUBLIC_ORIGIN: 'http://localhost:8787' })).toEqual([])
  })
})

describe('.dev.vars.example, which the Deploy button turns into secrets', () => {
  it('has empty values, which the Worker does not start with', () => {
    const lines = file('.dev.vars.example')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines).toEqual(['MASTER_KEY=', 'OPERATOR_KEY='])
    expect(mistakesOf({ MASTER_KEY: '', OPERATOR_KEY: '' })).toHaveLength(2)
  })
})

describe('the way of mails', () => {
  const MAIL = { send: async () => ({}) }
  const deliveryOf = (change: object) => {
    const read = readConfig({ ...GOOD, ...change })
    return 'config' in read ? read.config.delivery : read.mistakes
  }
  const sender = 'MAIL_FROM must be an address, as sso@example.com or Acme <sso@example.com>.'

  it('is none, or the binding with a sender', () => {
    expect(deliveryOf({})).toBeUndefined()
    expect(deliveryOf({ MAIL, MAIL_FROM: 'sso@example.com' })).toEqual({
      binding: MAIL,
      from: { name: 'sso@example.com', email: 'sso@example.com' },
    })
    expect(deliveryOf({ MAIL, MAIL_FROM: 'Acme & Söhne <sso@mail.example.com>' })).toMatchObject({
      from: { name: 'Acme & Söhne', email: 'sso@mail.example.com' },
    })
  })

  it.each([
    '',
    'sso',
    'sso@localhost',
    'a@b@example.com',
    'Acme <sso@example.com',
    'Acme\r\nBcc: x <sso@example.com>',
    'sso@example.com\nBcc: other@example.com',
    '"Acme" <sso@example.com>',
  ])('is not a binding that sends as %j', (from) => {
    expect(deliveryOf({ MAIL, MAIL_FROM: from })).toEqual([sender])
  })

  it('is one, and whole', () => {
    const url = { DELIVERY_URL: 'https://mail.example.com/' }
    expect(deliveryOf({ MAIL_FROM: 'sso@example.com' })).toEqual([
      'MAIL_FROM needs the send_email binding MAIL.',
    ])
    expect(deliveryOf({ MAIL, MAIL_FROM: 'sso@example.com', ...url })).toEqual([
      'MAIL and DELIVERY_URL exclude each other: mails leave in one way.',
    ])
    expect(deliveryOf(url)).toHaveLength(1)
  })
})
