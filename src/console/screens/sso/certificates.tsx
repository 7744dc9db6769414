// Signing certificates of an identity provider, with what an administrator compares: both
// fingerprints, dates and key.

import type { ReactNode } from 'react'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Mono, Quiet, Time } from '../../parts/facts.tsx'
import { Table, wholeList } from '../../parts/table.tsx'

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

const COLUMNS = [
  {
    title: 'Certificate',
    cell: (certificate: Certificate) => (
      <>
        <bdi>{certificate.subject || 'No subject'}</bdi> {validity(certificate)}
      </>
    ),
  },
  {
    title: 'Valid',
    cell: ({ not_before, not_after }: Certificate) => (
      <>
        <Time at={not_before} as="day" /> to <Time at={not_after} as="day" />
      </>
    ),
  },
  { title: 'Key', cell: ({ key }: Certificate) => key },
  {
    title: 'Fingerprints',
    cell: ({ fingerprint_sha256, fingerprint_sha1 }: Certificate) => (
      <>
        <Quiet>SHA-256</Quiet> <Mono>{inPairs(fingerprint_sha256)}</Mono>
        <br />
        <Quiet>SHA-1</Quiet> <Mono>{inPairs(fingerprint_sha1)}</Mono>
      </>
    ),
  },
]

export interface CertificatesProps {
  readonly caption: string
  readonly certificates: readonly Certificate[]
  readonly menuOf?: (certificate: Certificate) => ReactNode
}

/** Lists certificates. */
export const Certificates = ({ caption, certificates, menuOf }: CertificatesProps) => (
  <Table
    caption={caption}
    list={wholeList(certificates)}
    columns={COLUMNS}
    keyOf={({ fingerprint_sha256 }) => fingerprint_sha256}
    {...(menuOf && { menuOf })}
    empty={{ sentence: 'No certificate that can be used.' }}
  />
)
