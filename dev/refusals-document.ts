// docs/refusals.md, written from the tables in the code: `npm run docs` writes it, a test refuses a stale one.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { API_REFUSALS } from '../src/http/api/refusals.ts'
import { LOGIN_REFUSALS } from '../src/login/refusals.ts'
import { OIDC_REFUSALS } from '../src/protocol/oidc/refusals.ts'
import { PASSWORD_REFUSALS } from '../src/protocol/passwords/refusals.ts'
import { METADATA_REFUSALS } from '../src/protocol/saml/idp-metadata/refusals.ts'
import { LOGOUT_REFUSALS } from '../src/protocol/saml/logout/refusals.ts'
import { REDIRECT_REFUSALS } from '../src/protocol/saml/redirect-refusals.ts'
import { SAML_REFUSALS } from '../src/protocol/saml/response/refusals.ts'
import { SECOND_FACTOR_REFUSALS } from '../src/protocol/second-factor/refusals.ts'
import { CERTIFICATE_REFUSALS } from '../src/protocol/x509/refusals.ts'
import { XML_REFUSALS } from '../src/protocol/xml/refusals.ts'
import { DSIG_REFUSALS } from '../src/protocol/xmldsig/refusals.ts'
import { XMLENC_REFUSALS } from '../src/protocol/xmlenc/refusals.ts'
import type { MeaningTable } from '../src/refusal.ts'
import { FETCH_REFUSALS } from '../src/tenants/fetch-metadata.ts'
import { PREVIEW_REFUSALS } from '../src/tenants/preview-refusals.ts'
import { TENANT_REFUSALS } from '../src/tenants/refusals.ts'

export const REFUSALS_DOCUMENT = path.join(import.meta.dirname, '../docs/refusals.md')

const AREAS: readonly (readonly [string, string, MeaningTable])[] = [
  ['A login', 'src/login/refusals.ts', LOGIN_REFUSALS],
  ['The Response', 'src/protocol/saml/response/refusals.ts', SAML_REFUSALS],
  ['XML signatures', 'src/protocol/xmldsig/refusals.ts', DSIG_REFUSALS],
  ['XML encryption', 'src/protocol/xmlenc/refusals.ts', XMLENC_REFUSALS],
  ['XML', 'src/protocol/xml/refusals.ts', XML_REFUSALS],
  ['Logout messages', 'src/protocol/saml/logout/refusals.ts', LOGOUT_REFUSALS],
  ['Messages by HTTP-Redirect', 'src/protocol/saml/redirect-refusals.ts', REDIRECT_REFUSALS],
  ['OpenID Connect', 'src/protocol/oidc/refusals.ts', OIDC_REFUSALS],
  ['Passwords', 'src/protocol/passwords/refusals.ts', PASSWORD_REFUSALS],
  ['Second factors', 'src/protocol/second-factor/refusals.ts', SECOND_FACTOR_REFUSALS],
  ['Metadata of an IdP', 'src/protocol/saml/idp-metadata/refusals.ts', METADATA_REFUSALS],
  ['Certificates', 'src/protocol/x509/refusals.ts', CERTIFICATE_REFUSALS],
  ['Describing an external IdP', 'src/tenants/preview-refusals.ts', PREVIEW_REFUSALS],
  ['Fetching a URL that somebody typed', 'src/tenants/fetch-metadata.ts', FETCH_REFUSALS],
  ['Configuration commands', 'src/tenants/refusals.ts', TENANT_REFUSALS],
  ['The API', 'src/http/api/refusals.ts', API_REFUSALS],
]

/** Writes the document: one table per area, in the order in which a login meets them. */
export function writeRefusals(): string {
  const head = `# Refusals

Every expected "no" has a code that never changes its meaning. People see the sentence and a reference; programs see the
code. **Who fixes it**: \`idp_admin\` runs the identity provider, \`sp_admin\` the configuration here, \`developer\` the
application, \`user\` is the person signing in. R and I numbers are explained in [conformance.md](conformance.md).

This file is written by \`npm run docs\` from the tables in the code.
`
  return head + AREAS.map(writeArea).join('')
}

function writeArea([title, file, table]: (typeof AREAS)[number]): string {
  const rows = Object.entries(table).map(
    ([code, { says, fixedBy, rule }]) => `| \`${code}\` | ${says} | \`${fixedBy}\` | ${rule} |\n`,
  )
  return `
## ${title}

[${file}](../${file})

| code | meaning | who fixes it | rule |
|---|---|---|---|
${rows.join('')}`
}

if (process.argv[1] === import.meta.filename) writeFileSync(REFUSALS_DOCUMENT, writeRefusals())
