// Strikes at each await of somebody's work, one after the other, until the work gets through
// undisturbed: whoever works ends there, or the call fails there.

import { abortAllDurableObjects } from 'cloudflare:test'
import { type Call, type Caller, interfere, type Part } from './interference.ts'

/** Before the call is made, or when it was made and its answer has not arrived. */
const MOMENTS = ['before', 'after'] as const

export interface Strike {
  /** Who is struck. */
  readonly by: Caller
  /**
   * `ends`: nothing that comes after happens, and what was in memory is gone. `fails`: this one
   * call throws.
   */
  readonly how: 'ends' | 'fails'
  /** Only calls to these parts; all when absent. */
  readonly parts?: readonly Part[]
  readonly moment: (typeof MOMENTS)[number]
  /** The call that is struck, counted from 1. */
  readonly at: number
}

/** What became of a piece of work. */
export interface Struck<T> {
  /** Where it was struck; undefined when there was no such call any more. */
  readonly call?: Call
  /** What it came to; undefined when the Worker itself ended. */
  readonly value?: T
}

/** Runs `work` and strikes once. */
export async function strikeDuring<T>(strike: Strike, work: () => Promise<T>): Promise<Struck<T>> {
  const { by, how, parts, moment, at } = strike
  let calls = 0
  let call: Call | undefined
  let over = false
  interfere(async (next, make) => {
    if (next.by !== by) return make()
    // Whoever has ended makes no further call.
    if (call && how === 'ends') return never()
    if ((parts && !parts.includes(next.part)) || (moment === 'after' && isPure(next))) return make()
    if (++calls !== at) return make()
    call = next
    if (moment === 'after') await make()
    if (how === 'fails') throw new Error(`${next.part} does not answer`)
    over = true
    return never()
  })
  let value: T | undefined
  const working = work().then((done) => {
    value = done
    over = true
  })
  // Polled: a promise that the gate resolved would have this test go on inside of the gate.
  while (!over) await new Promise((next) => setTimeout(next, 1))
  interfere()
  if (call && how === 'ends' && by !== 'worker') await abortAllDurableObjects()
  if (!(call && how === 'ends' && by === 'worker')) await working
  return { ...(call && { call }), ...(value !== undefined && { value }) }
}

const never = () => new Promise<never>(() => {})

/** Nothing but the caller learns of it: to end after it is to end before the next one. */
const isPure = ({ part }: Call): boolean => part === 'WebCrypto'

interface Sweep<T> extends Omit<Strike, 'moment' | 'at'> {
  /** What happens before the work, undisturbed. */
  prepare?(run: number): Promise<void>
  /** The work; `run` is another number every time. */
  work(run: number): Promise<T>
  /** What follows every run, the undisturbed ones too. */
  after(run: number, struck: Struck<T>): Promise<void>
}

/** Strikes at each call, before and after it; tells at how many, and which. */
export async function strikeEverywhere<T>({
  prepare,
  work,
  after,
  ...strike
}: Sweep<T>): Promise<string> {
  const struck = new Map<string, number>()
  let run = 0
  for (const moment of MOMENTS)
    for (let at = 1; ; at++) {
      const current = ++run
      await prepare?.(current)
      const outcome = await strikeDuring({ ...strike, moment, at }, () => work(current))
      const { call } = outcome
      const where = call && `${call.part} ${call.method}`
      await after(current, outcome).catch((cause: Error) => {
        throw new Error(`${moment} call ${at}, ${where}: ${cause.message}`, { cause })
      })
      if (where === undefined) break
      struck.set(where, (struck.get(where) ?? 0) + 1)
    }
  const points = [...struck.values()].reduce((sum, n) => sum + n, 0)
  if (points === 0) throw new Error('There was nothing to strike at')
  return `${points} points: ${[...struck].map(([where, n]) => `${where} ${n}`).join(', ')}`
}
