// What the administrator of the demo IdP hands over: metadata and certificate in the forms that
// real IdPs offer, and two that set-ups fail with.

import { Hono } from 'hono'
import { type IdpKey, toPem } from './keys.ts'
import { writeMetadata } from './write-metadata.ts'

interface HandedOut {
  readonly entityID: string
  readonly ssoUrl: string
  readonly key: IdpKey
  /** Signs what must be refused, so its certificate is the wrong one to register. */
  readonly otherKey: IdpKey
}

/** Builds the addresses that answer with metadata and certificates. */
export function handOut({ entityID, ssoUrl, key, otherKey }: HandedOut): Hono {
  const { certificate } = key
  const metadata = writeMetadata({ entityID, ssoUrl, certificate })
  const text = { 'content-type': 'text/plain; charset=utf-8' }
  return new Hono()
    .get('/metadata', (c) =>
      c.body(metadata, 200, { 'content-type': 'application/samlmetadata+xml; charset=utf-8' }),
    )
    .get('/metadata.xml', (c) =>
      c.body(metadata, 200, { 'content-type': 'application/xml; charset=utf-8' }),
    )
    .get('/metadata.broken.txt', (c) => c.body(breakLines(metadata, certificate), 200, text))
    .get('/certificate.pem', (c) => c.body(toPem(certificate), 200, text))
    .get('/certificate.cer', (c) =>
      c.body(Uint8Array.from(Buffer.from(certificate, 'base64')), 200, {
        'content-type': 'application/pkix-cert',
      }),
    )
    .get('/other-certificate.pem', (c) => c.body(toPem(otherKey.certificate), 200, text))
}

/** Some products write the line ends of a certificate as `&#13;`; keys in forms and mails too. */
const breakLines = (metadata: string, certificate: string): string =>
  metadata.replace(certificate, certificate.replace(/(.{64})(?=.)/g, '$1&#13;\n'))
