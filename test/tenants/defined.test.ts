import { describe, expect, it } from 'vitest'
import { defined } from '../../src/defined.ts'

describe('members that have a value', () => {
  it('stay in their order, and the others are absent', () => {
    const members = defined({ first: 1, second: undefined, third: null, fourth: '', fifth: false })
    expect(Object.entries(members)).toEqual([
      ['first', 1],
      ['third', null],
      ['fourth', ''],
      ['fifth', false],
    ])
    expect('second' in members).toBe(false)
  })
})
