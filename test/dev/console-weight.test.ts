// The console is there in a moment: what the first screen loads, and what a further one adds.

import { beforeAll, describe, expect, it } from 'vitest'
import {
  MAX_FIRST_LOAD_KIB,
  MAX_SCREEN_KIB,
  type ScreenWeight,
  weighConsole,
} from '../../dev/console/weigh-console.ts'

describe('JavaScript of the console, compressed', () => {
  let screens: readonly ScreenWeight[]
  beforeAll(async () => {
    screens = await weighConsole()
  })

  it(`is at most ${MAX_FIRST_LOAD_KIB} KiB until any first screen can be used`, () => {
    expect(screens.length).toBeGreaterThan(5)
    expect(screens.filter(({ first }) => first > MAX_FIRST_LOAD_KIB)).toEqual([])
  })

  it(`is at most ${MAX_SCREEN_KIB} KiB for a further screen, with what it may open`, () => {
    expect(screens.filter(({ further }) => further > MAX_SCREEN_KIB)).toEqual([])
  })
})
