// Issuer and endpoints of an identity provider, by binding.

import type { ReactNode } from 'react'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { Facts, Mono, Quiet, Time } from '../../parts/facts.tsx'

type Described = Pick<
  ExternalIdp,
  | 'entity_id'
  | 'sso'
  | 'slo'
  | 'metadata_url'
  | 'source'
  | 'want_authn_requests_signed'
  | 'name_id_formats'
  | 'valid_until'
>

const BINDINGS = [
  ['redirect', 'HTTP-Redirect'],
  ['post', 'HTTP-POST'],
] as const

/** What metadata says of an identity provider. */
export function IdpFacts({ idp }: { readonly idp: Described }) {
  const facts: (readonly [string, ReactNode])[] = [
    [
      'Issuer',
      idp.entity_id === null ? (
        <Quiet key="issuer">Not known yet: the first test learns it</Quiet>
      ) : (
        <Mono key="issuer">{idp.entity_id}</Mono>
      ),
    ],
  ]
  for (const [member, title] of [
    ['sso', 'Sign-on'],
    ['slo', 'Logout'],
  ] as const)
    for (const [binding, name] of BINDINGS) {
      const url = idp[member][binding]
      if (url !== null) facts.push([`${title}, ${name}`, <Mono key={url + name}>{url}</Mono>])
    }
  if (idp.metadata_url !== null)
    facts.push(['Metadata URL', <Mono key="metadata">{idp.metadata_url}</Mono>])
  if (idp.name_id_formats.length > 0)
    facts.push(['NameID formats', idp.name_id_formats.map(shortFormat).join(', ')])
  if (idp.want_authn_requests_signed) facts.push(['Wants signed requests', 'Yes'])
  if (idp.valid_until !== null)
    facts.push(['Metadata valid until', <Time key="until" at={idp.valid_until} as="day" />])
  return <Facts facts={facts} />
}

/** The end of the URN is what people know. */
const shortFormat = (urn: string): string => urn.split(':').at(-1) ?? urn
