// vitest's own assertions and spies, which need no test of vitest's around them.

export { expect, vi } from 'vitest'
