// `npm run audit`: asks the registry for advisories on what is locked (R63). What the Worker
// bundles may have none; what only builds and tests it, none that is critical. A mirror without
// that endpoint cannot say, and then neither do we.

import { spawnSync } from 'node:child_process'
import { startTally } from './tally.ts'

type Severity = 'info' | 'low' | 'moderate' | 'high' | 'critical'

/** The answer of `npm audit --json`: a report, or the reason why no report came. */
export interface AuditAnswer {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<Severity, number>> }
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: Severity }>>
  readonly message?: string
  readonly error?: { readonly summary?: string }
}

/** How it went: nothing of that severity, what was found, or nobody could say. */
export type Verdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'found'; readonly packages: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: string }

/** Reads an answer. A report without the list it counts is no report. */
export function judge(answer: AuditAnswer, severities: readonly Severity[]): Verdict {
  const { metadata, vulnerabilities } = answer
  if (metadata === undefined || vulnerabilities === undefined)
    return { kind: 'unknown', why: answer.message ?? answer.error?.summary ?? 'no report came' }
  const packages = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => severities.includes(severity))
    .map(([name, { severity }]) => `${name} (${severity})`)
  return packages.length === 0 ? { kind: 'clean' } : { kind: 'found', packages }
}

function ask(...options: readonly string[]): AuditAnswer {
  // npm says by its exit code that it found something; the report says what.
  const { stdout } = spawnSync('npm', ['audit', '--json', ...options], { encoding: 'utf8' })
  try {
    return JSON.parse(stdout)
  } catch {
    return { message: 'npm audit wrote no JSON' }
  }
}

const AUDITS: readonly {
  readonly title: string
  readonly options: readonly string[]
  readonly severities: readonly Severity[]
}[] = [
  {
    title: 'What the Worker bundles has no known vulnerability',
    options: ['--omit=dev'],
    severities: ['low', 'moderate', 'high', 'critical'],
  },
  {
    title: 'What builds and tests it has no critical one',
    options: [],
    severities: ['critical'],
  },
]

async function main(): Promise<void> {
  const tally = startTally()
  let answered = false
  for (const { title, options, severities } of AUDITS) {
    const verdict = judge(ask(...options), severities)
    answered ||= verdict.kind !== 'unknown'
    // No success and no failure: said where the log is read, and not counted.
    if (verdict.kind === 'unknown') console.log(`! NOT AUDITED (${title}): ${verdict.why}`)
    else
      await tally.check(title, () => {
        if (verdict.kind === 'found') throw new Error(verdict.packages.join(', '))
      })
  }
  tally.finish()
  // A tally of nothing counts as failed elsewhere. A registry without advisories fails nobody's
  // build.
  if (!answered) process.exitCode = 0
}

if (process.argv[1] === import.meta.filename) await main()
