// Domains as the API shows them: with the record that proves them.

import * as v from 'valibot'
import { DOMAIN_STATES, type Domain, recordNameOf, recordValueOf } from '../../tenants/domain.ts'
import { parseDomain } from '../../tenants/email-domain.ts'
import { id, Time, text, writeOptionalTime, writeTime } from './engine/members.ts'

/** Of a name in the DNS; the record's own has to fit. */
const MAX_NAME_LENGTH = 253

/** A domain as it is typed in; compared, kept and shown as A-labels in lower case. */
const DomainName = v.pipe(
  text(MAX_NAME_LENGTH),
  v.transform((typed) => parseDomain(typed) ?? ''),
  v.check((domain) => domain !== '', 'must be a domain as in example.com'),
  v.check(
    (domain) => recordNameOf({ domain }).length <= MAX_NAME_LENGTH,
    'must leave room for the name of its record',
  ),
  v.description('In lower case, and other letters than those of ASCII as A-labels.'),
  v.examples(['example.com']),
)

/** A claim that is to be made. */
export const NewDomainShape = v.pipe(v.strictObject({ domain: DomainName }), v.title('NewDomain'))

/** A domain. */
export const DomainShape = v.pipe(
  v.strictObject({
    id: id('dom'),
    tenant_id: id('ten'),
    domain: v.string(),
    state: v.pipe(
      v.picklist(DOMAIN_STATES),
      v.description(
        '`failing`: the record is missing, and the domain lapses when it is for two weeks; `pending` lapses after 30 days. Only `verified` and `failing` ones are the tenant’s.',
      ),
    ),
    record_name: v.pipe(v.string(), v.description('Where the TXT record belongs.')),
    record_value: v.pipe(v.string(), v.description('What the TXT record says, exactly.')),
    verified_at: v.nullable(Time),
    checked_at: v.pipe(v.nullable(Time), v.description('When a resolver answered last.')),
    failing_since: v.nullable(Time),
    created_at: Time,
  }),
  v.title('Domain'),
)

/** Writes a domain. */
export const writeDomain = (domain: Domain): v.InferInput<typeof DomainShape> => ({
  id: domain.id,
  tenant_id: domain.tenantId,
  domain: domain.domain,
  state: domain.state,
  record_name: recordNameOf(domain),
  record_value: recordValueOf(domain),
  verified_at: writeOptionalTime(domain.verifiedAt),
  checked_at: writeOptionalTime(domain.checkedAt),
  failing_since: writeOptionalTime(domain.failingSince),
  created_at: writeTime(domain.createdAt),
})
