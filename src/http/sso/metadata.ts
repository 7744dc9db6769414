// What an IdP's administrator, or the IdP itself, reads about an SSO key: SP metadata and the
// signing certificate.

import type { Context } from 'hono'
import { writeSpMetadata } from '../../protocol/saml/sp-metadata.ts'
import { NAME_ID_FORMATS } from '../../tenants/connectors/choices.ts'
import {
  type LoginConfiguration,
  promisesSignedRequests,
} from '../../tenants/connectors/login-configuration.ts'
import { isId } from '../../tenants/ids.ts'
import { certificateDer, ssoKeyUrls } from '../../tenants/sso-key.ts'
import { refuseBrowser } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'

/**
 * GET /sso/{ssoId}/saml/metadata. The address is the EntityID, so the document is where its name
 * says.
 */
export const metadata = (deps: Deps) => (c: Context) =>
  serve(c, deps, (configuration) => ({
    type: 'application/samlmetadata+xml',
    text: metadataOf(configuration),
    filename: 'sp-metadata.xml',
  }))

/** GET /sso/{ssoId}/saml/certificate.pem, for IdPs that ask for the certificate alone. */
export const certificate = (deps: Deps) => (c: Context) =>
  serve(c, deps, ({ ssoKey }) => ({
    type: 'application/x-pem-file',
    text: ssoKey.certificatePem,
    filename: 'sp-certificate.pem',
  }))

interface Served {
  readonly type: string
  readonly text: string
  readonly filename: string
}

async function serve(
  c: Context,
  { configurations }: Deps,
  write: (configuration: LoginConfiguration) => Served,
): Promise<Response> {
  const ssoId = c.req.param('ssoId') ?? ''
  const configuration = isId('sso', ssoId) ? await configurations.find(ssoId) : undefined
  if (configuration === undefined) {
    const at = { reference: c.get('requestId'), ...(isId('sso', ssoId) ? { ssoId } : {}) }
    return refuseBrowser(c, { code: 'login_sso_key_unknown' }, at)
  }
  const { type, text, filename } = write(configuration)
  return c.body(text, 200, {
    'Content-Type': type,
    'Content-Disposition': `inline; filename="${filename}"`,
    // As stale as the configuration itself may be at this location.
    'Cache-Control': 'public, max-age=60',
  })
}

function metadataOf(configuration: LoginConfiguration): string {
  const { ssoKey, tenantName, connector } = configuration
  const { spEntityID, acsUrl, sloUrl } = ssoKeyUrls(ssoKey)
  const current = certificateDer(ssoKey.certificatePem)
  const next = (ssoKey.further ?? [])
    .filter(({ state }) => state === 'next')
    .map(({ certificatePem }) => certificateDer(certificatePem))
  const wanted = connector?.settings.nameIdFormat
  return writeSpMetadata({
    spEntityID,
    acsUrl,
    sloUrl,
    // Some IdPs keep only the first: to verify, that is the one that signs; to encrypt, the one
    // that lasts longer.
    signingCertificates: [current, ...next],
    encryptionCertificates: ssoKey.encryption ? [...next, current] : [],
    authnRequestsSigned: promisesSignedRequests(configuration),
    wantAssertionsSigned: true,
    nameIdFormats:
      wanted === undefined ? Object.values(NAME_ID_FORMATS) : [NAME_ID_FORMATS[wanted]],
    displayName: tenantName,
  })
}
