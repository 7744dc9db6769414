// `npm run e2e`: the whole stack in a real Chromium, the Worker on `localhost` and the rest on
// `127.0.0.1`: cookies, redirects and forms as browsers treat them between sites.

import { beginLifetime } from '../../dev/lifetime.ts'
import { startScratchStack } from '../../dev/scratch-stack.ts'
import { step } from '../../dev/steps.ts'
import { startTally } from '../../dev/tally.ts'
import { checkAdministrator } from './administrator.ts'
import { startChromium } from './chromium.ts'
import { checkConnectors } from './console/connectors.ts'
import { checkCustomer } from './console/customer.ts'
import { checkGuidedSetUp } from './console/guided-set-up.ts'
import { checkInterruptions } from './console/interruptions.ts'
import { checkOperator } from './console/operator.ts'
import { checkParts } from './console/parts.ts'
import { checkRestriction } from './console/restriction.ts'
import { checkRivals } from './console/rivals.ts'
import { checkSetupGuests } from './console/setup-guests.ts'
import { checkSetupLinks } from './console/setup-links.ts'
import { checkSso } from './console/sso.ts'
import { checkConnectorTests } from './console/tests.ts'
import { checkUsers } from './console/users.ts'
import { checkDemo } from './demo.ts'
import { checkEnforcement } from './enforcement.ts'
import { checkFindSignIn } from './find-sign-in.ts'
import { checkKeyboard } from './keyboard.ts'
import { checkLogin } from './login.ts'
import { checkOrganisations } from './organisations.ts'
import { checkPasswords } from './passwords.ts'
import { checkRefusals } from './refusals.ts'
import { checkSecondFactors } from './second-factors.ts'
import { checkSessionApi } from './session-api.ts'

const tally = startTally()
const lifetime = beginLifetime()
try {
  const stack = await startScratchStack(lifetime)
  const chromium = await step('Chromium runs', () => startChromium(lifetime))
  const scene = { tally, stack, chromium }
  await checkLogin(scene)
  await checkDemo(scene)
  await checkKeyboard(scene)
  await checkRefusals(scene)
  await checkParts(scene)
  await checkOperator(scene)
  await checkSso(scene)
  await checkConnectors(scene)
  await checkConnectorTests(scene)
  await checkGuidedSetUp(scene)
  await checkSetupLinks(scene)
  await checkSetupGuests(scene)
  await checkCustomer(scene)
  await checkRivals(scene)
  await checkUsers(scene)
  // Before anybody has recovery codes: the checklist begins with what is missing.
  await checkRestriction(scene)
  await checkEnforcement(scene)
  await checkFindSignIn(scene)
  await checkPasswords(scene)
  await checkSecondFactors(scene)
  await checkAdministrator(scene)
  // Last: what a location learned of the rules may be asked for a minute longer than they hold.
  await checkOrganisations(scene)
  // Scenes that need people and rules as the seed made them have a stack of their own.
  const seeded = { ...scene, stack: await startScratchStack(lifetime) }
  await checkSessionApi(seeded)
  await checkInterruptions(seeded)
  await tally.check('No page broke its own Content-Security-Policy', () => {
    if (chromium.violations.length > 0) throw new Error(chromium.violations.join('\n'))
  })
} catch (fault) {
  await tally.check('The run came to its end', () => {
    throw fault
  })
}
await lifetime.end()
tally.finish()
