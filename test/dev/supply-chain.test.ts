// What is installed and what is bundled: every package by a hash, and every licence beside it
// (R63).

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judge } from '../../dev/audit.ts'
import { nameAt, readLock, withoutIntegrity } from '../../dev/complete-lock.ts'
import { bundledPackages, NOTICES_FILE, writeNotices } from '../../dev/notices.ts'

describe('the lock file', () => {
  it('has a hash for every package, those of other platforms too (`npm run lock`)', () => {
    const lock = readLock()
    expect(withoutIntegrity(lock)).toEqual([])
    for (const [place, { integrity = '' }] of Object.entries(lock.packages))
      if (place !== '') expect(integrity, place).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/)
  })

  it('notices a package without one', () => {
    const packages = { '': {}, 'node_modules/a': { integrity: 'x' }, 'node_modules/b': {} }
    expect(withoutIntegrity({ packages })).toEqual(['node_modules/b'])
  })
})

describe('the notices', () => {
  it('are those of what is bundled (`npm run notices`)', () => {
    expect(readFileSync(NOTICES_FILE, 'utf8')).toBe(writeNotices())
  })

  it('name what the dependencies depend on, and every licence lets us bundle it', () => {
    const names = bundledPackages().map(nameAt)
    expect(names).toEqual(expect.arrayContaining(['hono', 'valibot', 'strnum', '@noble/hashes']))
    const { packages } = readLock()
    for (const place of bundledPackages())
      expect(['MIT', 'Apache-2.0', 'ISC', 'BSD-3-Clause', '0BSD', 'Unlicense']).toContain(
        packages[place]?.license,
      )
  })
})

describe('the audit', () => {
  const report = (severity: 'low' | 'critical') => ({
    metadata: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 1 } },
    vulnerabilities: { broken: { severity } },
  })

  it('fails for what the registry knows of, by severity', () => {
    const found = { kind: 'found', packages: ['broken (critical)'] }
    expect(judge(report('critical'), ['critical'])).toEqual(found)
    expect(judge(report('low'), ['critical'])).toEqual({ kind: 'clean' })
  })

  it('takes no missing report for a clean one', () => {
    const method = { message: '405 Method Not Allowed', error: { summary: 'audit endpoint' } }
    expect(judge(method, ['low'])).toEqual({ kind: 'unknown', why: '405 Method Not Allowed' })
    expect(judge({}, ['low'])).toEqual({ kind: 'unknown', why: 'no report came' })
  })
})
