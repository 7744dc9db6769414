// The one seam through which faults are made: what the Worker and its gates call (D1, KV, the
// alarm, WebCrypto, each other) goes through here, to the real bindings. Nothing is replaced; a
// call can be refused, held up, or be the last one.

import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Who calls: the Worker for a request; the gate for a command, for a login, or because its alarm
 * fired.
 */
export type Caller = 'worker' | 'command' | 'login' | 'alarm'
export type Part = 'D1' | 'KV' | 'alarm' | 'WebCrypto' | 'gate' | 'webhook'

export interface Call {
  readonly by: Caller
  readonly part: Part
  readonly method: string
  readonly args: readonly unknown[]
}

/** Decides what becomes of a call; `make` makes it. */
export type Interference = (call: Call, make: () => Promise<unknown>) => Promise<unknown>

const calling = new AsyncLocalStorage<Caller>()
let present: Interference | undefined

/** Runs work on behalf of somebody: its calls can be interfered with. */
export const as = <T>(caller: Caller, work: () => T): T => calling.run(caller, work)

/** From now on all calls go through `interference`, or undisturbed without one. */
export function interfere(interference?: Interference): void {
  present = interference
}

/** Interferes while `work` runs. */
export async function during<T>(interference: Interference, work: () => Promise<T>): Promise<T> {
  interfere(interference)
  try {
    return await work()
  } finally {
    interfere()
  }
}

/** A part that does not answer, to whoever `by` accepts. */
export const refusing =
  (part: Part, by: (call: Call) => boolean = () => true): Interference =>
  (call, make) =>
    call.part === part && by(call) ? Promise.reject(new Error(`${part} is out of reach`)) : make()

/** Makes a call through the seam. */
export function through<T>(
  part: Part,
  method: string,
  args: readonly unknown[],
  make: () => Promise<T>,
): Promise<T> {
  const by = calling.getStore()
  if (present === undefined || by === undefined) return make()
  // Whatever an interference answers instead stands for what the call would have answered.
  return present({ by, part, method, args }, make) as Promise<T>
}

/** An object of which some methods go through the seam; `changed` are members of its own. */
function watch<T extends object>(
  target: T,
  part: Part,
  watched: (name: string) => boolean,
  changed: Partial<T> = {},
): T {
  return new Proxy(target, {
    get(object, name) {
      if (name in changed) return Reflect.get(changed, name)
      const member = Reflect.get(object, name, object)
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        const make = () => Reflect.apply(member, object, args)
        return watched(String(name)) ? through(part, String(name), args, make) : make()
      }
    },
  })
}

const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()

function watchStatement(statement: D1PreparedStatement): D1PreparedStatement {
  const asks = (name: string) => ['all', 'first', 'raw', 'run'].includes(name)
  const bind = (...values: unknown[]) => watchStatement(statement.bind(...values))
  const watched = watch(statement, 'D1', asks, { bind })
  originals.set(watched, statement)
  return watched
}

const watchD1 = (d1: D1Database): D1Database =>
  watch(d1, 'D1', () => false, {
    prepare: (query) => watchStatement(d1.prepare(query)),
    batch: (statements) =>
      through('D1', 'batch', statements, () =>
        d1.batch(statements.map((statement) => originals.get(statement) ?? statement)),
      ),
  })

/** The bindings of the Worker or of a gate, each call through the seam. */
export const watchBindings = (env: Env): Env => ({
  ...env,
  DB: watchD1(env.DB),
  LOGIN_CONFIG: watch(env.LOGIN_CONFIG, 'KV', () => true),
  TENANT_GATE: watch(env.TENANT_GATE, 'gate', () => false, {
    getByName: (...args) => watch(env.TENANT_GATE.getByName(...args), 'gate', () => true),
  }),
})

/**
 * The alarm of a gate's storage. What else a gate asks of its storage is answered at once, without
 * an await.
 */
export function watchAlarm(storage: DurableObjectStorage): void {
  for (const method of ['getAlarm', 'setAlarm'] as const) watchInPlace(storage, 'alarm', method)
}

/** The WebCrypto of this isolate. */
export function watchCrypto(): void {
  const methods = ['digest', 'encrypt', 'decrypt', 'sign', 'verify'] as const
  const keys = ['importKey', 'exportKey', 'deriveKey', 'generateKey'] as const
  for (const method of [...methods, ...keys]) watchInPlace(crypto.subtle, 'WebCrypto', method)
}

/** For objects that the platform insists on getting back as they are. */
function watchInPlace<T extends object>(object: T, part: Part, method: keyof T & string): void {
  const member = object[method]
  if (typeof member !== 'function' || Object.hasOwn(object, method)) return
  const value = (...args: unknown[]) =>
    through(part, method, args, () => Reflect.apply(member, object, args))
  Object.defineProperty(object, method, { value })
}
