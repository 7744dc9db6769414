// Rounds in which everybody takes a turn, so that a busy moment of the machine hits all of them
// alike. Ratios are taken within a round and only then turned into a median.

import type { Contestant } from './contestant.ts'
import type { VerifyDocument } from './documents.ts'

export interface Measured {
  readonly name: string
  /** Median microseconds of one verification; undefined where the contestant does not run. */
  readonly microseconds: number | undefined
  /** Median over the rounds of its time by that of the first contestant. */
  readonly timesFirst: number | undefined
  /** Why it does not run. */
  readonly failure?: string
}

export interface Rounds {
  readonly rounds: number
  /** How long one turn lasts, at least. */
  readonly turnMs: number
  readonly warmUpMs: number
  /** Runs before the first turn, at least: enough for the compiler to have seen everything. */
  readonly warmUpRuns: number
}

/** Milliseconds since some moment. */
export type Clock = () => number

interface Runner {
  readonly name: string
  readonly run: () => Promise<void>
  readonly runsPerTurn: number
  readonly times: number[]
}

/** Measures every contestant on one document. The first is what the others are compared with. */
export async function takeTurns(
  contestants: readonly Contestant[],
  document: VerifyDocument,
  rounds: Rounds,
  clock: Clock = () => performance.now(),
): Promise<readonly Measured[]> {
  const runners: Runner[] = []
  const failures = new Map<string, string>()
  for (const { name, prepare } of contestants) {
    try {
      const run = await prepare(document)
      const runsPerTurn = Math.max(1, Math.ceil(rounds.turnMs / (await warmUp(run, rounds))))
      runners.push({ name, run, runsPerTurn, times: [] })
    } catch (error) {
      failures.set(name, String(error).slice(0, 120))
    }
  }
  for (let round = 0; round < rounds.rounds; round++)
    for (const { run, runsPerTurn, times } of runners) {
      const start = clock()
      for (let i = 0; i < runsPerTurn; i++) await run()
      times.push(((clock() - start) * 1000) / runsPerTurn)
    }
  const first = runners.find(({ name }) => name === contestants[0]?.name)?.times ?? []
  return contestants.map(({ name }) => {
    const times = runners.find((runner) => runner.name === name)?.times
    const failure = failures.get(name)
    if (times === undefined || failure !== undefined)
      return { name, microseconds: undefined, timesFirst: undefined, failure: failure ?? '' }
    const ratios = times.map((time, round) => time / (first[round] ?? Number.NaN))
    return { name, microseconds: median(times), timesFirst: median(ratios) }
  })
}

/** Runs for a while and returns the milliseconds that a run takes, without the slow first ones. */
async function warmUp(run: () => Promise<void>, { warmUpMs, warmUpRuns }: Rounds): Promise<number> {
  const time = async (least: number): Promise<number> => {
    const start = performance.now()
    let runs = 0
    for (; runs < warmUpRuns || performance.now() - start < least; runs++) await run()
    return Math.max(performance.now() - start, 1) / runs
  }
  await time(warmUpMs)
  return time(warmUpMs / 4)
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
