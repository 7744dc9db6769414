// docs/refusals.md, written from the tables in the code: `npm run docs` writes it, a test refuses a
// stale one.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { howToMend } from '../src/http/how-to-mend.ts'
import { REFUSAL_AREAS, type RefusalArea } from '../src/http/refusal-areas.ts'

export const REFUSALS_DOCUMENT = path.join(import.meta.dirname, '../docs/refusals.md')

/** Writes the document: one table per area, in the order in which a login meets them. */
export function writeRefusals(): string {
  const head = `# Refusals

Every expected "no" has a code that never changes its meaning. People see the sentence and a reference; programs see the
code. **Who fixes it**: \`idp_admin\` runs the identity provider, \`sp_admin\` the configuration here, \`developer\` the
application, \`user\` is the person signing in. R and I numbers are explained in [conformance.md](conformance.md).

A deployment serves the same, a page per code, at \`/refusals/{code}\`: that address is the \`type\` of each problem of the API.

This file is written by \`npm run docs\` from the tables in the code.
`
  return head + REFUSAL_AREAS.map(writeArea).join('')
}

function writeArea({ title, file, table }: RefusalArea): string {
  const rows = Object.entries(table).map(
    ([code, { message, fixedBy, rule }]) =>
      `| \`${code}\` | ${message} | \`${fixedBy}\` | ${howToMend(code)} | ${rule} |\n`,
  )
  return `
## ${title}

[${file}](../${file})

| code | meaning | who fixes it | how to mend it | rule |
|---|---|---|---|---|
${rows.join('')}`
}

if (process.argv[1] === import.meta.filename) writeFileSync(REFUSALS_DOCUMENT, writeRefusals())
