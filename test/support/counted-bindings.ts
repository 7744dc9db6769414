// Real bindings that count what is asked of them, and fail where a test says so. They replace
// nothing.

import { env } from 'cloudflare:workers'

export type Part = 'kv' | 'd1' | 'gate'

export interface CountedBindings {
  readonly env: Env
  /** Calls per part since the last `reset`. */
  readonly calls: Readonly<Record<Part, number>>
  /** Which kind of gate each call went to, in order. */
  readonly gates: readonly ('tenant' | 'address')[]
  /** Parts that do not answer from now on. */
  readonly down: Set<Part>
  reset(): void
}

/** The bindings of this test file, counted. */
export function countBindings(): CountedBindings {
  const calls: Record<Part, number> = { kv: 0, d1: 0, gate: 0 }
  const gates: ('tenant' | 'address')[] = []
  const down = new Set<Part>()

  /** An object whose methods in `counted` (all, when absent) go through `ask`. */
  function watch<T extends object>(
    target: T,
    part: Part,
    counted?: readonly string[],
    called: () => void = () => undefined,
  ): T {
    return new Proxy(target, {
      get(object, name) {
        const member = Reflect.get(object, name, object)
        if (typeof member !== 'function') return member
        if (counted && !counted.includes(String(name))) return member.bind(object)
        return (...args: unknown[]) => {
          calls[part]++
          called()
          if (down.has(part)) throw new Error(`${part} is down`)
          // Not `member.apply`: on a stub that would be one more remote property.
          return Reflect.apply(member, object, args)
        }
      },
    })
  }

  /** Gates whose every call is counted, whichever they are. */
  const watchGates = <T extends Env['TENANT_GATE'] | Env['ADDRESS_GATE']>(
    namespace: T,
    kind: 'tenant' | 'address',
  ): T =>
    new Proxy(namespace, {
      get(object, name) {
        const member = Reflect.get(object, name, object)
        if (name !== 'getByName') return typeof member === 'function' ? member.bind(object) : member
        return (...args: Parameters<typeof object.getByName>) =>
          watch(object.getByName(...args), 'gate', undefined, () => gates.push(kind))
      },
    })

  return {
    env: {
      ...env,
      LOGIN_CONFIG: watch(env.LOGIN_CONFIG, 'kv', [
        'get',
        'getWithMetadata',
        'put',
        'delete',
        'list',
      ]),
      DB: watch(env.DB, 'd1', ['prepare', 'batch', 'exec', 'withSession']),
      TENANT_GATE: watchGates(env.TENANT_GATE, 'tenant'),
      ADDRESS_GATE: watchGates(env.ADDRESS_GATE, 'address'),
    },
    calls,
    gates,
    down,
    reset() {
      gates.length = 0
      Object.assign(calls, { kv: 0, d1: 0, gate: 0 })
    },
  }
}
