// Answers that must not tell of an account are given at fixed moments after the request arrived:
// where a question was asked, and whether a gate had to be started for it, then shows only if that
// takes a whole step longer.

import type { Clock } from '../login/clock-and-random.ts'

/** No such answer comes sooner, and then only every so often; milliseconds. */
const FLOOR = 400
const STEP = 100

/** Waits for the moment at which a request that arrived then is answered. Epoch ms. */
export type AnswerFloor = (arrivedAt: number) => Promise<void>

/** How long an answer still waits that has taken so long. Milliseconds. */
export const waitOf = (taken: number): number =>
  Math.max(FLOOR, Math.ceil(taken / STEP) * STEP) - taken

/** Implements it with a clock and a timer. */
export const createAnswerFloor =
  (clock: Clock, wait: (milliseconds: number) => Promise<unknown>): AnswerFloor =>
  async (arrivedAt) => {
    await wait(waitOf(Math.max(0, clock() - arrivedAt)))
  }
