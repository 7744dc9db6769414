// The variables of the deployment under test, for the Worker and its gates alike: a secret can be
// rotated between two requests.

import { abortAllDurableObjects } from 'cloudflare:test'
import type { Variables } from '../../src/env.ts'

let changed: Variables = {}

/** The bindings under the variables as they are now. */
export const deployed = (bindings: Env): Env => ({ ...bindings, ...changed })

/**
 * Deploys other variables: gates begin anew with them, and so does every Worker that is opened from
 * here on.
 */
export async function deploy(variables: Variables): Promise<void> {
  changed = variables
  await abortAllDurableObjects()
}
