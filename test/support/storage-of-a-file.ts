// Each test file begins with empty storage.

import { emptyStorage } from './empty-storage.ts'

await emptyStorage()
