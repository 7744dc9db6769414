// Puts together what the schedule works with. Loaded when the hour strikes.

import { createDeps, logMistakes } from '../compose.ts'
import { readConfig, type Variables } from '../env.ts'
import type { ScheduleDeps } from '../schedule/schedule-deps.ts'
import { createDueWork } from '../storage/d1/due-work.ts'
import { createAdministrationDeps } from './administration.ts'

/**
 * What the schedule works with; undefined, and every mistake in the log, when the variables are
 * wrong.
 */
export function composeSchedule(env: Env): ScheduleDeps | undefined {
  const checked = readConfig(env satisfies Variables)
  if ('config' in checked)
    return {
      ...createAdministrationDeps(env, createDeps(env, checked.config)),
      due: createDueWork(env.DB),
    }
  logMistakes(checked.mistakes)
  return undefined
}
