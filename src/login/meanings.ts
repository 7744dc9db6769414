// What every code of a refused login, test or authorization request means: the tables of all areas
// as one.

import { OIDC_REFUSALS } from '../protocol/oidc/oauth-refusals.ts'
import { PASSWORD_REFUSALS } from '../protocol/passwords/password-refusals.ts'
import { METADATA_REFUSALS } from '../protocol/saml/idp-metadata/metadata-refusals.ts'
import { LOGOUT_REFUSALS } from '../protocol/saml/logout/logout-refusals.ts'
import { POST_REFUSALS } from '../protocol/saml/post-refusals.ts'
import { REDIRECT_REFUSALS } from '../protocol/saml/redirect-refusals.ts'
import { SAML_REFUSALS } from '../protocol/saml/response/response-refusals.ts'
import { STATUS_REFUSALS } from '../protocol/saml/status-refusals.ts'
import { SECOND_FACTOR_REFUSALS } from '../protocol/second-factor/second-factor-refusals.ts'
import { XML_REFUSALS } from '../protocol/xml/xml-refusals.ts'
import { DSIG_REFUSALS } from '../protocol/xmldsig/xmldsig-refusals.ts'
import { XMLENC_REFUSALS } from '../protocol/xmlenc/xmlenc-refusals.ts'
import type { Meaning, MeaningTable } from '../refusal.ts'
import { LOGIN_REFUSALS } from './login-refusals.ts'

const MEANINGS: MeaningTable = {
  ...LOGIN_REFUSALS,
  ...SAML_REFUSALS,
  ...STATUS_REFUSALS,
  ...LOGOUT_REFUSALS,
  ...REDIRECT_REFUSALS,
  ...POST_REFUSALS,
  ...DSIG_REFUSALS,
  ...XMLENC_REFUSALS,
  ...XML_REFUSALS,
  ...METADATA_REFUSALS,
  ...OIDC_REFUSALS,
  ...PASSWORD_REFUSALS,
  ...SECOND_FACTOR_REFUSALS,
}

/** What a code means. A code that stands in no table is a bug. */
export function meaningOf(code: string): Meaning {
  const meaning = MEANINGS[code]
  if (meaning === undefined) throw new Error(`The refusal ${code} has no meaning`)
  return meaning
}
