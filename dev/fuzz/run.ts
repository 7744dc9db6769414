// `npm run fuzz -- --minutes N --seed S`: mutants for as long as wanted. What breaks the law is
// written to a file with which it can be repeated, and `--only N` makes mutant N of the seed again
// and says what becomes of it.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { encodeBase64 } from '../../src/protocol/bytes/base64.ts'
import { METADATA_REFUSALS } from '../../src/protocol/saml/idp-metadata/metadata-refusals.ts'
import { LOGOUT_REFUSALS } from '../../src/protocol/saml/logout/logout-refusals.ts'
import { REDIRECT_REFUSALS } from '../../src/protocol/saml/redirect-refusals.ts'
import { SAML_REFUSALS } from '../../src/protocol/saml/response/response-refusals.ts'
import { STATUS_REFUSALS } from '../../src/protocol/saml/status-refusals.ts'
import { XML_REFUSALS } from '../../src/protocol/xml/xml-refusals.ts'
import { DSIG_REFUSALS } from '../../src/protocol/xmldsig/xmldsig-refusals.ts'
import { XMLENC_REFUSALS } from '../../src/protocol/xmlenc/xmlenc-refusals.ts'
import { type Census, type Court, openCourt, type Violation } from './law.ts'
import { makeMutant } from './mutant.ts'
import { readDialects } from './read-dialects.ts'
import { knownDifference, secondOpinion } from './second-opinion.ts'
import { buildSubjects } from './subjects.ts'

const AT_ONCE = 64
/**
 * Of so many accepted mutants one is shown to the other implementation, which takes a hundred times
 * longer.
 */
const SAMPLE = 20
const REPORT_EVERY_MS = 10_000
const MAX_VIOLATIONS = 20
const TABLES = [
  XML_REFUSALS,
  DSIG_REFUSALS,
  XMLENC_REFUSALS,
  SAML_REFUSALS,
  STATUS_REFUSALS,
  LOGOUT_REFUSALS,
  REDIRECT_REFUSALS,
  METADATA_REFUSALS,
]
const FOLDER = path.resolve(import.meta.dirname, '../../.edge-sso/fuzz')

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
})
const seed = wholeNumber(options.seed)
const subjects = await buildSubjects(readDialects())
const court = await openCourt(subjects, seed)
if (options.only === undefined) await run(court, Number(options.minutes) * 60_000)
else await repeat(wholeNumber(options.only))

async function run({ census, judge }: Court, duration: number): Promise<void> {
  console.log(`Seed ${seed}, ${subjects.all.length} documents`)
  const differences: string[] = []
  const start = performance.now()
  let opinions = 0
  let reported = start
  for (let first = 0; performance.now() - start < duration; first += AT_ONCE) {
    const accepted = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => judge(first + i)))
    for (const [i, mutant] of accepted.entries()) {
      if (mutant === undefined || (first + i) % SAMPLE !== 0 || knownDifference(mutant)) continue
      opinions++
      if (!(await secondOpinion(mutant))) differences.push(writeMutant('difference', first + i))
    }
    if (census.violations.length >= MAX_VIOLATIONS) break
    if (performance.now() - reported < REPORT_EVERY_MS) continue
    reported = performance.now()
    console.log(progress(census, reported - start))
  }
  console.log(progress(census, performance.now() - start))
  console.log(`${opinions} shown to xmldsigjs, which disagrees about ${differences.length}`)
  for (const file of differences) console.log(`  ${file}`)
  report(census)
  const failed = census.violations.length + differences.length
  console.log(`${census.mutants - census.violations.length} passed, ${failed} failed`)
  if (failed > 0 || census.mutants === 0) process.exitCode = 1
}

function progress({ mutants, accepted, violations }: Census, elapsed: number): string {
  const rate = Math.round((mutants / elapsed) * 1000)
  return `${mutants} mutants, ${rate} a second: ${accepted} unchanged in meaning, ${violations.length} violations`
}

function report({ refused, violations }: Census): void {
  const codes = TABLES.flatMap((table) => Object.keys(table))
  const reached = [...refused].toSorted(([, a], [, b]) => b - a)
  console.log(
    `Refusal codes reached: ${codes.filter((code) => refused.has(code)).length} of ${codes.length}`,
  )
  for (const [code, times] of reached) console.log(`  ${String(times).padStart(8)} ${code}`)
  console.log(`Never: ${codes.filter((code) => !refused.has(code)).join(', ') || 'none'}`)
  for (const violation of violations) console.log(`  ${describe(violation)}`)
}

function describe({ number, mutant, got }: Violation): string {
  const { subject, mutations } = mutant
  const file = writeMutant('violation', number, got)
  return `VIOLATION ${file}: "${subject.name}" after ${mutations.join(', ')} yields ${got}`
}

/** Writes what is needed to see the case again, even when the generator has changed since. */
function writeMutant(kind: string, number: number, got?: string): string {
  const { subject, mutations, bytes } = makeMutant(subjects, seed, number)
  mkdirSync(FOLDER, { recursive: true })
  const file = path.join(FOLDER, `${kind}-${seed}-${number}.json`)
  const { name, circumstances } = subject
  const base64 = encodeBase64(bytes)
  const record = { seed, number, subject: name, mutations, got, circumstances, base64 }
  writeFileSync(file, JSON.stringify(record, undefined, 2))
  return path.relative(process.cwd(), file)
}

async function repeat(number: number): Promise<void> {
  const { subject, mutations, bytes } = makeMutant(subjects, seed, number)
  const mutant = await court.judge(number)
  console.log(`"${subject.name}" after ${mutations.join(', ')}\n${new TextDecoder().decode(bytes)}`)
  const [violation] = court.census.violations
  const [code] = court.census.refused.keys()
  console.log(
    violation ? `VIOLATION: ${violation.got}` : (code ?? 'accepted, unchanged in meaning'),
  )
  if (violation !== undefined) process.exitCode = 1
  if (mutant === undefined) return
  const difference = knownDifference(mutant)
  if (difference !== undefined) console.log(`Not shown to xmldsigjs: ${difference}`)
  else if (!(await secondOpinion(mutant))) console.log('xmldsigjs disagrees, for no known reason')
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`Not a whole number: ${text}`)
  return number
}
