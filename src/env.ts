// Bindings and variables -> Config, checked once per isolate. All mistakes are reported together.

import { type Delivery, type DeliveryVariables, readDelivery } from './delivery.ts'

export interface Config {
  /** https, except on loopback; the only source of absolute URLs. */
  readonly publicOrigin: string
  /** Every origin that is served, the public one first. */
  readonly origins: readonly string[]
  readonly masterKey: string
  readonly previousMasterKey?: string
  readonly operatorKey: string
  /** Metadata URLs and redirect URIs may point at loopback (development). */
  readonly allowLoopback: boolean
  /** Ports besides 443 that metadata URLs may name. */
  readonly metadataPorts: readonly number[]
  readonly jurisdictions: boolean
  /** Days for which events stay readable. */
  readonly eventRetentionDays: number
  /** Where DNS over HTTPS is asked, for the proofs of domains. */
  readonly dnsResolver: string
  /**
   * Who writes to people's mailboxes; absent: nobody does. The secret signs as a webhook's does.
   */
  readonly delivery?: Delivery
  /** Browsers keep to https for every sub-domain of our hosts as well. */
  readonly hstsSubdomains: boolean
  /**
   * Where a finder of a weakness turns to: an https or mailto URL. Absent: there is no
   * security.txt.
   */
  readonly securityContact?: string
}

/** The variables as the platform hands them over. */
export interface Variables extends DeliveryVariables {
  readonly PUBLIC_ORIGIN?: string
  readonly ALIAS_ORIGINS?: string
  readonly MASTER_KEY?: string
  readonly MASTER_KEY_PREVIOUS?: string
  readonly OPERATOR_KEY?: string
  readonly ALLOW_LOOPBACK?: string
  readonly METADATA_PORTS?: string
  readonly JURISDICTIONS?: string
  readonly EVENT_RETENTION_DAYS?: string
  readonly DNS_RESOLVER?: string
  readonly HSTS_SUBDOMAINS?: string
  readonly SECURITY_CONTACT?: string
}

const MAX_PORTS = 20
const DEFAULT_RETENTION_DAYS = 90
const DEFAULT_RESOLVER = 'https://cloudflare-dns.com/dns-query'
const MIN_SECRET_LENGTH = 32
const MIN_DIFFERENT_CHARACTERS = 8
const PLACEHOLDER = /^(change|example|placeholder|replace|secret|todo|xxx|your|<)/i
/** Secrets that this repository publishes: those of its tests and of its development mailbox. */
const PUBLISHED = /these-tests|b25seS/

/**
 * Checks the variables. On mistakes it returns every one of them, naming variables and never their
 * values.
 */
export function readConfig(
  vars: Variables,
): { readonly config: Config } | { readonly mistakes: readonly string[] } {
  const mistakes: string[] = []
  const publicOrigin = readOrigin(vars.PUBLIC_ORIGIN ?? '')
  if (publicOrigin === undefined)
    mistakes.push('PUBLIC_ORIGIN must be an https origin without path (http only on loopback).')
  const aliases = readAliases(vars.ALIAS_ORIGINS ?? '', mistakes)
  const local = publicOrigin !== undefined && isLoopback(new URL(publicOrigin))
  checkSecrets(vars, local, mistakes)

  const allowLoopback = vars.ALLOW_LOOPBACK === 'on'
  if (allowLoopback && publicOrigin !== undefined && !local)
    mistakes.push('ALLOW_LOOPBACK may be "on" only while PUBLIC_ORIGIN is a loopback address.')
  const services = readServices(vars, { local, allowLoopback }, mistakes)

  if (mistakes.length > 0 || publicOrigin === undefined) return { mistakes }
  return {
    config: {
      publicOrigin,
      origins: [publicOrigin, ...aliases],
      masterKey: vars.MASTER_KEY ?? '',
      ...(vars.MASTER_KEY_PREVIOUS ? { previousMasterKey: vars.MASTER_KEY_PREVIOUS } : {}),
      operatorKey: vars.OPERATOR_KEY ?? '',
      allowLoopback,
      jurisdictions: vars.JURISDICTIONS === 'on',
      hstsSubdomains: vars.HSTS_SUBDOMAINS === 'on',
      ...services,
    },
  }
}

function readAliases(text: string, mistakes: string[]): readonly string[] {
  const aliases: string[] = []
  for (const alias of text.split(/\s+/).filter((part) => part !== '')) {
    const origin = readOrigin(alias)
    if (origin === undefined)
      mistakes.push('ALIAS_ORIGINS must be https origins separated by spaces.')
    else aliases.push(origin)
  }
  return aliases
}

function checkSecrets(vars: Variables, local: boolean, mistakes: string[]): void {
  for (const name of ['MASTER_KEY', 'OPERATOR_KEY', 'MASTER_KEY_PREVIOUS'] as const) {
    if (name === 'MASTER_KEY_PREVIOUS' && !vars[name]) continue
    const problem = secretProblem(vars[name] ?? '', local)
    if (problem) mistakes.push(`${name} ${problem}`)
  }
  if (vars.MASTER_KEY && vars.MASTER_KEY === vars.OPERATOR_KEY)
    mistakes.push('OPERATOR_KEY must be another secret than MASTER_KEY.')
}

type Services = Pick<
  Config,
  'metadataPorts' | 'eventRetentionDays' | 'dnsResolver' | 'delivery' | 'securityContact'
>

/** What the Worker asks elsewhere, keeps and says of itself. */
function readServices(
  vars: Variables,
  { local, allowLoopback }: { readonly local: boolean; readonly allowLoopback: boolean },
  mistakes: string[],
): Services {
  const metadataPorts = readPorts(vars.METADATA_PORTS ?? '')
  if (metadataPorts === undefined)
    mistakes.push('METADATA_PORTS must be at most 20 ports from 1 to 65535, separated by spaces.')

  const eventRetentionDays = Number(vars.EVENT_RETENTION_DAYS ?? DEFAULT_RETENTION_DAYS)
  if (!Number.isInteger(eventRetentionDays) || eventRetentionDays < 1)
    mistakes.push('EVENT_RETENTION_DAYS must be a whole number of days, at least 1.')

  const dnsResolver = vars.DNS_RESOLVER || DEFAULT_RESOLVER
  if (!isServiceUrl(dnsResolver, allowLoopback))
    mistakes.push(
      'DNS_RESOLVER must be the https URL of a resolver (http only on loopback, and with ALLOW_LOOPBACK).',
    )

  const delivery = readDelivery(vars, mistakes, {
    isServiceUrl: (url) => isServiceUrl(url, allowLoopback),
    isPublished: (secret) => !local && PUBLISHED.test(secret),
  })

  const securityContact = vars.SECURITY_CONTACT ?? ''
  if (securityContact !== '' && !isContact(securityContact))
    mistakes.push('SECURITY_CONTACT must be an https or mailto URL.')
  return {
    metadataPorts: metadataPorts ?? [],
    eventRetentionDays,
    dnsResolver,
    ...(delivery && { delivery }),
    ...(securityContact === '' ? {} : { securityContact }),
  }
}

/** 443 is always allowed, so naming it says nothing. */
function readPorts(text: string): readonly number[] | undefined {
  const ports = text.split(/\s+/).filter((port) => port !== '')
  const valid = ports.every((port) => /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535)
  return valid && ports.length <= MAX_PORTS ? ports.map(Number) : undefined
}

function readOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.origin !== text) return undefined
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
    ? text
    : undefined
}

function isServiceUrl(text: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' || (allowLoopback && url.protocol === 'http:' && isLoopback(url))
}

/** It goes into a file of lines: nothing but the visible characters of a URL (RFC 9116 §2.5.3). */
const isContact = (text: string): boolean =>
  /^(https:\/\/|mailto:)[\x21-\x7e]{1,500}$/.test(text) && URL.canParse(text)

function isLoopback(url: URL): boolean {
  return (
    url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname)
  )
}

function secretProblem(value: string, local: boolean): string | undefined {
  if (value === '') return 'is missing.'
  if (value.length < MIN_SECRET_LENGTH) return `must have at least ${MIN_SECRET_LENGTH} characters.`
  if (PLACEHOLDER.test(value) || new Set(value).size < MIN_DIFFERENT_CHARACTERS)
    return 'is a placeholder.'
  return !local && PUBLISHED.test(value) ? 'is published in the repository.' : undefined
}
