// Mutant `number` of a run: one valid document, up to a handful of random changes. The same seed and number make the same
// mutant, whenever and wherever it is made.

import type { Draft } from './draft.ts'
import { ELEMENT_MUTATIONS } from './element-mutations.ts'
import { copyOf, writeMarkup } from './markup.ts'
import { type Random, seededRandom } from './random.ts'
import { SIGNATURE_MUTATIONS } from './signature-mutations.ts'
import type { Subject, Subjects } from './subjects.ts'
import { EDITS, encodeSomehow, FLOODS, SPELLINGS } from './text-mutations.ts'

export interface Mutant {
  readonly subject: Subject
  /** What was done, in order. */
  readonly mutations: readonly string[]
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Of so many mutants one is of a document that a signed defect spoils, and one is flooded. */
const SPOILED_ONE_IN = 5
const FLOODED_ONE_IN = 1000

/** Makes a mutant. */
export function makeMutant({ all, stranger }: Subjects, seed: number, number: number): Mutant {
  const random = seededRandom(seed, number)
  const valid = !random.oneIn(SPOILED_ONE_IN)
  const subject = random.pick(all.filter((one) => one.valid === valid))
  const mutations: string[] = []
  const next = <M>(table: Readonly<Record<string, M>>): M => {
    const [name, mutation] = random.pick(Object.entries(table))
    mutations.push(name)
    return mutation
  }

  let text = subject.xml
  if (!random.oneIn(3)) {
    const draft: Draft = { root: copyOf(subject.root), stranger, forgery: subject.forgery, random }
    for (let times = howMany(random); times > 0; times--)
      next(random.oneIn(2) ? ELEMENT_MUTATIONS : SIGNATURE_MUTATIONS)(draft)
    text = writeMarkup(draft.root)
  }
  if (mutations.length === 0 || random.oneIn(3))
    for (let times = howMany(random); times > 0; times--)
      text = next(random.oneIn(3) ? EDITS : SPELLINGS)(text, random)
  if (random.oneIn(FLOODED_ONE_IN)) text = next(FLOODS)(text, random)
  return { subject, mutations, bytes: encodeSomehow(text, random) }
}

/** Mostly one, sometimes up to four. */
const howMany = (random: Random): number => (random.oneIn(2) ? 1 : 1 + random.below(4))
