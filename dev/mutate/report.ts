// Says of an area how many mutants were noticed, and of each survivor why it may live.

import type { MutantResult } from '@stryker-mutator/api/core'
import { bold, dim, green, red } from '../steps.ts'
import type { Tally } from '../tally.ts'
import type { Area } from './areas.ts'
import { thatCompile } from './compiles.ts'
import { readExplanations, reasonFor } from './explained.ts'
import { changeOf, written } from './mutant.ts'

/**
 * Prints the result of an area and counts it. As long as the area reaches its goal, survivors are
 * shown and pass; below it, every survivor without a reason has failed.
 */
export function reportArea(area: Area, results: readonly MutantResult[], tally: Tally): void {
  const explanations = readExplanations()
  const lived = results
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map((mutant) => ({ mutant, change: changeOf(mutant) }))
    .map((survivor) => ({ ...survivor, reason: reasonFor(survivor.change, explanations) }))
  const open = lived.filter(({ reason }) => reason === undefined)
  const compiled = thatCompile(
    open.map(({ mutant }) => mutant),
    area.project,
  )
  const unexplained = open.filter(({ mutant }) => compiled.includes(mutant))
  const explained = lived.length - open.length

  for (const { change, reason } of lived)
    if (reason !== undefined) console.log(`${green('·')} ${written(change)}\n    ${dim(reason)}`)
  for (const { mutant, change } of unexplained)
    console.log(`${red('✗')} ${mutant.status} ${mutant.mutatorName} ${written(change)}`)
  const counted = results.length - explained
  const noticed = counted - unexplained.length
  const share = counted === 0 ? 1 : noticed / counted
  console.log(
    `${bold(area.name)}: ${results.length} mutants, ${noticed} noticed ` +
      `(${open.length - unexplained.length} of them by the compiler), ${explained} explained, ` +
      `${unexplained.length} neither: ${percent(share)} of at least ${percent(area.goal)}`,
  )
  const failed = share < area.goal ? unexplained.length : 0
  tally.add(results.length - failed, failed)
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
