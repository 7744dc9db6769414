// Every table of refusals by area, in the order in which a login meets them: docs/refusals.md and
// the pages under /refusals are both written from this list.

import { LOGIN_REFUSALS } from '../login/login-refusals.ts'
import { OIDC_REFUSALS } from '../protocol/oidc/oauth-refusals.ts'
import { PASSWORD_REFUSALS } from '../protocol/passwords/password-refusals.ts'
import { METADATA_REFUSALS } from '../protocol/saml/idp-metadata/metadata-refusals.ts'
import { LOGOUT_REFUSALS } from '../protocol/saml/logout/logout-refusals.ts'
import { POST_REFUSALS } from '../protocol/saml/post-refusals.ts'
import { REDIRECT_REFUSALS } from '../protocol/saml/redirect-refusals.ts'
import { SAML_REFUSALS } from '../protocol/saml/response/response-refusals.ts'
import { STATUS_REFUSALS } from '../protocol/saml/status-refusals.ts'
import { SECOND_FACTOR_REFUSALS } from '../protocol/second-factor/second-factor-refusals.ts'
import { CERTIFICATE_REFUSALS } from '../protocol/x509/certificate-refusals.ts'
import { XML_REFUSALS } from '../protocol/xml/xml-refusals.ts'
import { DSIG_REFUSALS } from '../protocol/xmldsig/xmldsig-refusals.ts'
import { XMLENC_REFUSALS } from '../protocol/xmlenc/xmlenc-refusals.ts'
import type { Meaning, MeaningTable } from '../refusal.ts'
import { TENANT_REFUSALS } from '../tenants/commands/command-refusals.ts'
import { FETCH_REFUSALS } from '../tenants/external-idps/fetch-metadata.ts'
import { PREVIEW_REFUSALS } from '../tenants/external-idps/preview-refusals.ts'
import { API_REFUSALS } from './api/engine/api-refusals.ts'
import { SHELL_REFUSALS } from './shell-refusals.ts'

/** One table of refusals: its title, the file that it is in, and its codes. */
export interface RefusalArea {
  readonly title: string
  readonly file: string
  readonly table: MeaningTable
}

const area = (title: string, file: string, table: MeaningTable): RefusalArea => ({
  title,
  file,
  table,
})

/** Every area of refusals. */
export const REFUSAL_AREAS: readonly RefusalArea[] = [
  area('A login', 'src/login/login-refusals.ts', LOGIN_REFUSALS),
  area('The Response', 'src/protocol/saml/response/response-refusals.ts', SAML_REFUSALS),
  area('A status that is not Success', 'src/protocol/saml/status-refusals.ts', STATUS_REFUSALS),
  area('XML signatures', 'src/protocol/xmldsig/xmldsig-refusals.ts', DSIG_REFUSALS),
  area('XML encryption', 'src/protocol/xmlenc/xmlenc-refusals.ts', XMLENC_REFUSALS),
  area('XML', 'src/protocol/xml/xml-refusals.ts', XML_REFUSALS),
  area('Logout messages', 'src/protocol/saml/logout/logout-refusals.ts', LOGOUT_REFUSALS),
  area('Messages by HTTP-Redirect', 'src/protocol/saml/redirect-refusals.ts', REDIRECT_REFUSALS),
  area('Messages by HTTP-POST', 'src/protocol/saml/post-refusals.ts', POST_REFUSALS),
  area('OpenID Connect', 'src/protocol/oidc/oauth-refusals.ts', OIDC_REFUSALS),
  area('Passwords', 'src/protocol/passwords/password-refusals.ts', PASSWORD_REFUSALS),
  area(
    'Second factors',
    'src/protocol/second-factor/second-factor-refusals.ts',
    SECOND_FACTOR_REFUSALS,
  ),
  area(
    'Metadata of an IdP',
    'src/protocol/saml/idp-metadata/metadata-refusals.ts',
    METADATA_REFUSALS,
  ),
  area('Certificates', 'src/protocol/x509/certificate-refusals.ts', CERTIFICATE_REFUSALS),
  area(
    'Describing an external IdP',
    'src/tenants/external-idps/preview-refusals.ts',
    PREVIEW_REFUSALS,
  ),
  area(
    'Fetching a URL that somebody typed',
    'src/tenants/external-idps/fetch-metadata.ts',
    FETCH_REFUSALS,
  ),
  area('Configuration commands', 'src/tenants/commands/command-refusals.ts', TENANT_REFUSALS),
  area('The API', 'src/http/api/engine/api-refusals.ts', API_REFUSALS),
  area('The session', 'src/http/shell-refusals.ts', SHELL_REFUSALS),
]

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  REFUSAL_AREAS.flatMap(({ table }) => Object.entries(table)),
)

/** Every code that this deployment can answer. */
export const REFUSAL_CODES: readonly string[] = [...MEANINGS.keys()]

/** The meaning of a code, or `undefined` if it is unknown. */
export const findMeaning = (code: string): Meaning | undefined => MEANINGS.get(code)
