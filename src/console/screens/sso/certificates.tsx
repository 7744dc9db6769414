// Signing certificates of an identity provider, with what an administrator compares: both
// fingerprints, dates and key.

import type { ReactNode } from 'react'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Facts, Mono, Time } from '../../parts/facts.tsx'
import { Card, CardHead } from '../../parts/page.tsx'

/** A certificate as the API shows it. */
export type Certificate = ExternalIdp['certificates'][number]

const SOON_MS = 30 * 86_400_000

/** Hex in pairs, as consoles show it. */
const inPairs = (hex: string): string => hex.toUpperCase().match(/../g)?.join(':') ?? hex

function validity({ not_before, not_after }: Certificate): ReactNode {
  const now = Date.now()
  if (Date.parse(not_after) < now) return <Badge state="failing" label="Expired" />
  if (Date.parse(not_before) > now) return <Badge state="awaiting" label="Not valid yet" />
  return Date.parse(not_after) - now < SOON_MS ? <Badge state="awaiting" label="Ends soon" /> : null
}

export interface CertificatesProps {
  readonly certificates: readonly Certificate[]
  readonly menuOf?: (certificate: Certificate) => ReactNode
}

/** Lists certificates, each with all that can be compared. */
export const Certificates = ({ certificates, menuOf }: CertificatesProps) =>
  certificates.length === 0 ? (
    <p>No certificate that can be used.</p>
  ) : (
    certificates.map((certificate) => (
      <Card key={certificate.fingerprint_sha256}>
        <CardHead
          title={<bdi>{certificate.subject || 'No subject'}</bdi>}
          badge={validity(certificate)}
          action={menuOf?.(certificate)}
        />
        <Facts
          facts={[
            [
              'Valid',
              <span key="valid">
                <Time at={certificate.not_before} as="day" /> to{' '}
                <Time at={certificate.not_after} as="day" />
              </span>,
            ],
            ['Key', certificate.key],
            ['SHA-256', <Mono key="sha256">{inPairs(certificate.fingerprint_sha256)}</Mono>],
            ['SHA-1', <Mono key="sha1">{inPairs(certificate.fingerprint_sha1)}</Mono>],
          ]}
        />
      </Card>
    ))
  )
