// `npm run test:deploy`: the deploy command and the commands of docs/deploy.md, with the real
// wrangler, against a Cloudflare on loopback that refuses what Cloudflare refuses.

import { startTally } from './tally.ts'
import { runVitest } from './vitest.ts'

const tally = startTally()
await runVitest(tally, ['--config=test/deploy/vitest.config.ts', '--silent=true'])
tally.finish()
