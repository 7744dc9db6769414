// What a test file gets for `vitest` while mutants are run.

export { expect, vi } from './assertions.ts'
export {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expectTypeOf,
  it,
  test,
} from './recorder.ts'
