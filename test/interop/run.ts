// `npm run interop`: the Worker against a real SimpleSAMLphp that shares no code with us. Its own
// login form, its own signatures, its own judgement of our requests. The demo IdP goes through the
// same scenarios.

import { beginLifetime, type Lifetime } from '../../dev/lifetime.ts'
import { startScratchStack } from '../../dev/scratch-stack.ts'
import { step } from '../../dev/steps.ts'
import { startTally, type Tally } from '../../dev/tally.ts'
import { checkAdmission } from './admission.ts'
import { demoIdp } from './demo-idp.ts'
import { checkEnforcement } from './enforcement.ts'
import { checkLanding } from './landing.ts'
import type { Peer } from './peer.ts'
import { register, startIdp } from './scene.ts'
import type { Scene } from './scene-shape.ts'
import { checkSignIn } from './sign-in.ts'
import { checkSignOut } from './sign-out.ts'
import { checkRollover, checkSignatures } from './signatures.ts'
import { isInstalled, PACKAGES } from './simplesamlphp.ts'
import { checkChildTenant, checkSharedIdp, checkTwoTenants, registerSecond } from './tenants.ts'

const tally = startTally()
const lifetime = beginLifetime()
try {
  if (!isInstalled()) throw new Error(`Install first: apt-get install ${PACKAGES}`)
  await run(tally, lifetime)
} catch (fault) {
  await tally.check('The run came to its end', () => {
    throw fault
  })
}
await lifetime.end()
tally.finish()

async function run(tally: Tally, lifetime: Lifetime): Promise<void> {
  const stack = await startScratchStack(lifetime)
  const idp = await step('SimpleSAMLphp answers', () => startIdp(lifetime))
  const scene = await step('It is registered by its metadata URL', () =>
    register(stack, idp, stack.seeded.tenantId),
  )
  const second = await checkScenarios(tally, scene)
  await checkSharedIdp(tally, scene, second)
  await checkSignOut(tally, scene)
  await checkSignatures(tally, scene)
  await checkRollover(tally, scene)

  const demo = await step('The demo IdP is registered beside it', () =>
    register(stack, demoIdp(stack), stack.seeded.tenantId),
  )
  await checkScenarios(tally, demo)
}

/** Everything that needs no more of an IdP than logins; returns a second tenant of the same IdP. */
async function checkScenarios<Idp extends Peer>(
  tally: Tally,
  scene: Scene<Idp>,
): Promise<Scene<Idp>> {
  await checkSignIn(tally, scene)
  await checkAdmission(tally, scene)
  await checkLanding(tally, scene)
  await checkEnforcement(tally, scene)
  await checkChildTenant(tally, scene)
  const second = await registerSecond(scene)
  await checkTwoTenants(tally, scene, second)
  return second
}
