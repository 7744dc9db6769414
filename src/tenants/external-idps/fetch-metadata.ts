// The port through which a metadata URL is read, and why a fetch can be refused. Every URL that
// somebody typed goes through the same rules (R45), whoever asks for it.

import type { MeaningTable, Refusal } from '../../refusal.ts'
import type { Result } from '../../result.ts'

export const FETCH_REFUSALS = {
  fetch_url_forbidden: {
    message:
      'The URL must begin with https:// and name a public host by its DNS name, on port 443 or a port that the operator of this service allows. Otherwise paste the document itself.',
    fixedBy: 'sp_admin',
    rule: 'R45',
  },
  fetch_redirected: {
    message:
      'The address answers with a redirect, which is not followed. Enter the address that it leads to.',
    fixedBy: 'sp_admin',
    rule: 'R45',
  },
  fetch_timeout: {
    message: 'The identity provider did not deliver the document within 5 seconds.',
    fixedBy: 'idp_admin',
    rule: 'R45',
  },
  fetch_too_large: {
    message: 'The document is larger than 2 MiB.',
    fixedBy: 'idp_admin',
    rule: 'R45',
  },
  fetch_status: {
    message: 'The address answered with an HTTP status other than 200.',
    fixedBy: 'sp_admin',
    rule: 'R45',
  },
  fetch_not_text: {
    message:
      'The document is not text in UTF-8, in UTF-16 with a byte order mark, or in the encoding that its XML declaration names.',
    fixedBy: 'idp_admin',
    rule: 'R45, R2',
  },
  fetch_failed: {
    message: 'The host could not be reached, or its certificate is not trusted.',
    fixedBy: 'idp_admin',
    rule: 'R45',
  },
} as const satisfies MeaningTable

export type FetchRefusalCode = keyof typeof FETCH_REFUSALS

/** Reads the text behind a metadata URL under the rules of R45. */
export type FetchMetadata = (url: string) => Promise<Result<string, Refusal<FetchRefusalCode>>>
