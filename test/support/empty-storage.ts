// Empties D1, KV and every gate, for the next test file that shares the runtime.

import { reset, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

type UsedGate = readonly [namespace: DurableObjectNamespace, name: string]

declare global {
  /** The gates that test files have asked for by name since storage was last empty. */
  var usedGates: UsedGate[] | undefined
}

/** Notes every gate that anyone asks for, from the first file of a runtime on. */
function noteGates(): UsedGate[] {
  const noted: UsedGate[] = []
  const namespace: DurableObjectNamespace = Object.getPrototypeOf(env.ADDRESS_GATE)
  const { getByName } = namespace
  namespace.getByName = function (name, options) {
    noted.push([this, name])
    return getByName.call(this, name, options)
  }
  return noted
}

/** Two namespaces may each have a gate of the same name; their ids differ. */
const idOf = ([namespace, name]: UsedGate): string => namespace.idFromName(name).toString()

/**
 * Empties all storage and gives D1 the schema: every statement of every migration, in one
 * transaction (`applyD1Migrations` would take one for each migration).
 */
export async function emptyStorage(): Promise<void> {
  // `reset` empties what is in memory, and workerd puts away what nobody has asked for ten seconds.
  globalThis.usedGates ??= noteGates()
  const used = new Map(globalThis.usedGates.map((gate) => [idOf(gate), gate]))
  await env.DB.prepare('SELECT 1').run()
  await env.LOGIN_CONFIG.get('any')
  for (const [namespace, name] of used.values())
    await runInDurableObject(namespace.getByName(name), () => undefined)
  globalThis.usedGates.length = 0
  await reset()
  const queries = env.TEST_MIGRATIONS.flatMap((migration) => migration.queries)
  await env.DB.batch(queries.map((query) => env.DB.prepare(query)))
}
