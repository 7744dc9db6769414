import { describe, expect, test } from 'vitest'
import { STYLESHEET } from '../../../src/http/pages/parts/stylesheet.ts'

/** The custom properties of the n-th :root rule: 0 is light, 1 is dark. */
function colours(nth: number): Readonly<Record<string, string>> {
  const rule = [...STYLESHEET.matchAll(/:root\{([^}]*)\}/g)][nth]?.[1] ?? ''
  return Object.fromEntries(
    [...rule.matchAll(/--([a-z-]+):#([0-9a-f]+)/g)].map(([, name, hex = '']) => [
      name,
      hex.length === 3 ? hex.replace(/./g, '$&$&') : hex,
    ]),
  )
}

/** WCAG 2.2: relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const PAIRS = [
  ['text', 'card'],
  ['text', 'sunk'],
  ['text', 'good-tint'],
  ['text', 'bad-tint'],
  ['quiet', 'page'],
  ['quiet', 'card'],
  ['quiet', 'sunk'],
  ['accent', 'card'],
  ['on-accent', 'accent'],
  ['good', 'card'],
  ['good', 'good-tint'],
  ['bad', 'card'],
  ['bad', 'bad-tint'],
] as const

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('the %s scheme', (_, nth) => {
  test.each(PAIRS)(
    'has text of %s on %s with a contrast of 4.5:1 (WCAG 2.2 AA)',
    (text, ground) => {
      const { [text]: one = '', [ground]: other = '' } = colours(nth)
      expect(contrast(one, other)).toBeGreaterThanOrEqual(4.5)
    },
  )
})

test('loads nothing', () => {
  expect(STYLESHEET).not.toMatch(/url\(|@import|<|&/)
})
