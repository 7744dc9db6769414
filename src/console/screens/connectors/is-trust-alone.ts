// What a draft waits for: its settings, or nothing but the trust in its external IdP.

import type { ConnectorDetail } from '../../api/schema.d.ts'

/** The settings are live; what waits is a certificate, or a metadata URL, of the external IdP. */
export const isTrustAlone = ({ latest, active }: ConnectorDetail): boolean =>
  active?.version === latest.version
