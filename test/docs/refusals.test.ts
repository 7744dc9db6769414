import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { REFUSALS_DOCUMENT, writeRefusals } from '../../dev/refusals-document.ts'

it('docs/refusals.md holds every code as the tables say it (`npm run docs` writes it)', () => {
  expect(readFileSync(REFUSALS_DOCUMENT, 'utf8')).toBe(writeRefusals())
})

it('every code stands in one table only', () => {
  const codes = [...writeRefusals().matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(100)
  expect(new Set(codes).size).toBe(codes.length)
})
