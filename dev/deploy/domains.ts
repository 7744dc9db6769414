// Custom domains. wrangler takes a host name from another Worker, and over DNS records, without
// asking if it has no terminal; so this command sets domains itself, and Cloudflare refuses what is
// taken.

import { ApiRefusal, type CloudflareApi } from './cloudflare-api.ts'
import { Mistake } from './mistake.ts'

export interface DomainInput {
  readonly accountId: string
  readonly worker: string
  readonly hosts: readonly string[]
  /** Whether to take host names that lead elsewhere. */
  readonly take: boolean
}

const ZONE_UNKNOWN = 10_082
const ORIGIN_TAKEN = 100_116
const DNS_TAKEN = 100_117

/** Refuses host names that lead to another Worker, before anything has changed. */
export async function checkDomains(api: CloudflareApi, input: DomainInput): Promise<void> {
  if (input.take) return
  for (const host of input.hosts) {
    const path = `/accounts/${input.accountId}/workers/domains?hostname=${encodeURIComponent(host)}`
    const [domain] = await api.get<readonly { service: string }[]>(path)
    if (domain !== undefined && domain.service !== input.worker)
      throw new Mistake(
        `${host} leads to the Worker "${domain.service}". Choose another --origin, or take it over with --take-domain.`,
      )
  }
}

/** Lets the host names lead to the Worker. */
export async function setDomains(api: CloudflareApi, input: DomainInput): Promise<void> {
  const path = `/accounts/${input.accountId}/workers/scripts/${input.worker}/domains/records`
  try {
    await api.send('PUT', path, {
      override_scope: true,
      override_existing_origin: input.take,
      override_existing_dns_record: input.take,
      origins: input.hosts.map((hostname) => ({ hostname })),
    })
  } catch (fault) {
    throw fault instanceof ApiRefusal ? new Mistake(`${explain(fault)}\n${fault.message}`) : fault
  }
}

function explain({ code }: ApiRefusal): string {
  if (code === DNS_TAKEN)
    return 'The host name has DNS records already. Delete them in the dashboard, or take it over with --take-domain.'
  if (code === ORIGIN_TAKEN)
    return 'The host name leads to another Worker. Choose another --origin, or take it over with --take-domain.'
  if (code === ZONE_UNKNOWN)
    return 'The host name belongs to no zone of this account. Add its domain to Cloudflare first, or deploy with --origin workers.dev.'
  return 'The domain could not be set. The Worker itself is deployed; run the same command again once this is mended.'
}
