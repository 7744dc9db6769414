// The name of a certificate. Beside sso-key.ts, because node:crypto takes a part of a cold start
// that few need.

import { createHash } from 'node:crypto'
import { certificateDer } from './sso-key.ts'

/** SHA-256 of an SSO key's certificate, lower-case hex: its name in the API. */
export const certificateFingerprint = (pem: string): string =>
  createHash('sha256').update(certificateDer(pem), 'base64').digest('hex')
