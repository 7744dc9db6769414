// `npm run smoke`: the whole stack on free ports in a folder of its own, and a scripted person who
// logs in, logs out, and tries everything that must be refused.

import { beginLifetime } from './lifetime.ts'
import { startScratchStack } from './scratch-stack.ts'
import { checkBadInput } from './smoke/bad-input.ts'
import { checkConfiguration } from './smoke/configuration.ts'
import { checkConfigurationAsCode } from './smoke/configuration-as-code.ts'
import { checkEvents } from './smoke/events.ts'
import { checkLogin } from './smoke/login.ts'
import { checkRefusals } from './smoke/refusals.ts'
import { checkRegistrations } from './smoke/registrations.ts'
import { startTally } from './tally.ts'

const tally = startTally()
const lifetime = beginLifetime()
try {
  const stack = await startScratchStack(lifetime)
  await checkLogin(tally, stack)
  await checkRefusals(tally, stack)
  await checkBadInput(tally, stack)
  await checkEvents(tally, stack, lifetime)
  await checkConfigurationAsCode(tally, stack, lifetime)
  await checkConfiguration(tally, stack)
  await checkRegistrations(tally, stack)
} catch (fault) {
  await tally.check('The run came to its end', () => {
    throw fault
  })
}
await lifetime.end()
tally.finish()
