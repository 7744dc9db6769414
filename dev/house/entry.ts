// What a cold start evaluates, as data: the parts that may not be in it, and what it may weigh. A
// test holds both (ADR 0019).

import type { SourceFile } from './inspect.ts'

export const ENTRY = 'src/index.ts'

/** KiB of the entry and of everything that it imports statically, compressed. */
export const MAX_ENTRY_KIB = 150

/** Files, folders and packages that are loaded when somebody first asks for them. */
export const LAZY_PARTS: readonly string[] = [
  // The configuration API, with its shapes, its description and its ports.
  'src/http/api',
  'src/compose/administration.ts',
  'src/http/console',
  'src/http/problem.ts',
  'src/http/how-to-mend.ts',
  'src/http/refusal-areas.ts',
  'src/http/refusal-documents.ts',
  'valibot',
  '@valibot/to-json-schema',
  // Accounts: passwords, second factors, their pages.
  'src/http/account',
  'src/http/password/sign-in.ts',
  'src/http/password/set-password.ts',
  'src/http/second-factor',
  'src/gate/account-work.ts',
  'src/protocol/passwords/common-words.ts',
  '@passwordless-id/webauthn',
  'otpauth',
  'uqr',
  // The later steps of a login, each with its libraries: the ACS verifies, the gate admits, tokens
  // are signed.
  'src/http/sso/acs.ts',
  'src/protocol/saml/response/verify-response.ts',
  'src/gate/login-work.ts',
  'src/gate/admission/admission.ts',
  'jose',
  'node:crypto',
  'node:zlib',
  // Commands of the gates, and their alarm.
  'src/gate/tenant-work.ts',
  'src/gate/queue',
  'src/gate/commands/connectors',
  'src/gate/commands/enforcement',
  'src/gate/commands/external-idps',
  'src/gate/commands/people',
  'src/gate/commands/repair/reconcile.ts',
  'src/gate/commands/repair/reseal.ts',
  'src/gate/commands/sso-keys',
  'src/gate/commands/tenants',
  // D1, which a login asks for nothing.
  'drizzle-orm',
  'src/storage/d1/schema',
  // Metadata of IdPs, and the schedule that reads it.
  'src/protocol/saml/idp-metadata/fast-xml.ts',
  'src/protocol/saml/idp-metadata/parse-metadata.ts',
  'src/storage/fetch/guarded-fetch.ts',
  'fast-xml-parser',
  'src/schedule',
  'src/compose/schedule.ts',
]

/** The modules that a file imports before it runs. Types are none, and `import()` is not before. */
export const staticImportsOf = ({ text }: Pick<SourceFile, 'text'>): readonly string[] =>
  [...text.matchAll(/^(?:import|export) (?!type )(?:[^'"]*? from )?'([^']+)'/gm)].map(
    ([, name = '']) => name,
  )
