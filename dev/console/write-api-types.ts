// The second half of `npm run types`: src/console/api/schema.d.ts.

import { writeFileSync } from 'node:fs'
import { API_TYPES, writeApiTypes } from './api-types.ts'

writeFileSync(API_TYPES, writeApiTypes())
