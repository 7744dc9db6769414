// Why a form comes back: said first, announced to whoever listens, and tied to the field that it is
// about.

import type { Meaning } from '../../../refusal.ts'

export interface Problem extends Pick<Meaning, 'message'> {
  readonly code: string
  /** To be waited before another attempt. */
  readonly seconds?: number | undefined
}

const ID = 'problem'

/** Says what is wrong; nothing where nothing is. */
export const ProblemNote = ({ problem }: { problem: Problem | undefined }) =>
  problem === undefined ? null : (
    <p id={ID} class="problem" role="alert">
      {problem.message}
      {problem.seconds === undefined ? null : ` Wait ${waitIn(problem.seconds)}.`}
    </p>
  )

/** What the field carries that the problem is about. */
export const fieldProblem = (problem: Problem | undefined) =>
  problem === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': ID }

const waitIn = (seconds: number): string =>
  seconds < 100 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute')

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`
