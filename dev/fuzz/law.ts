// The law (R61): whatever is done to a document without the key, it is refused, or it says exactly
// what it said before. A document that was refused for something signed stays refused. Nothing that
// is received makes a verifier throw.

import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import { type Mutant, makeMutant } from './mutant.ts'
import type { Subject, Subjects, Verdict } from './subject.ts'

export interface Violation {
  readonly seed: number
  readonly number: number
  readonly mutant: Mutant
  /** What came out instead, or the fault that was thrown. */
  readonly got: string
}

/** What became of the mutants so far. */
export interface Census {
  mutants: number
  /** How many still said what they had said before. */
  accepted: number
  /** How often each code refused one. */
  readonly refused: Map<string, number>
  readonly violations: Violation[]
}

export interface Court {
  readonly census: Census
  /**
   * Makes a mutant, judges it, and counts it; returns it when it was accepted and the law holds.
   */
  judge(number: number): Promise<Mutant | undefined>
}

/** Opens a run. Throws when a document is not accepted, or not refused, to begin with. */
export async function openCourt(subjects: Subjects, seed: number): Promise<Court> {
  const identities = new Map<Subject, string>()
  for (const subject of subjects.all) {
    const text = encodeUtf8(subject.text)
    const verdict = await subject.judge(subject.envelope?.(text) ?? text)
    if (verdict.accepted !== subject.valid)
      throw new Error(`The document "${subject.name}" begins wrongly: ${verdict.says}`)
    if (verdict.accepted) identities.set(subject, verdict.says)
  }
  const census: Census = { mutants: 0, accepted: 0, refused: new Map(), violations: [] }
  return {
    census,
    async judge(number) {
      const mutant = makeMutant(subjects, seed, number)
      const { accepted, says } = await verdictOn(mutant.bytes, mutant.subject)
      census.mutants++
      if (accepted === false) census.refused.set(says, (census.refused.get(says) ?? 0) + 1)
      else if (accepted && says === identities.get(mutant.subject)) {
        census.accepted++
        return mutant
      } else census.violations.push({ seed, number, mutant, got: says })
      return undefined
    },
  }
}

async function verdictOn(
  bytes: Uint8Array<ArrayBuffer>,
  { judge }: Subject,
): Promise<Verdict | { readonly accepted: undefined; readonly says: string }> {
  try {
    return await judge(bytes)
  } catch (fault) {
    return { accepted: undefined, says: String(fault) }
  }
}
