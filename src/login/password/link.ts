// The one-time link that sets a password. Its token is sealed: it names the gate to ask, and holds
// 256 bits that the gate knows by their hash alone. We refuse a token that we did not make without
// asking any gate. The token stands in the query, because the platform logs paths and removes
// queries from its logs.

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import type { LinkKey } from './ports.ts'

/** Where the link leads, and the page that sets the password. */
export const PASSWORD_PATH = '/password'

const SECRET_BYTES = 32
const RECORD = 'link'
/** Longer than any of ours. */
const MAX_TOKEN_LENGTH = 600

interface SealedLink {
  readonly gate: GateAddress
  readonly tenantId: TenantId
  readonly secret: string
}

/** Makes a link: its URL, and the hash by which the gate is to know it. */
export async function makeLink(
  {
    keyring,
    random,
    publicOrigin,
  }: {
    readonly keyring: Pick<KeyRing, 'seal'>
    readonly random: (bytes: number) => Uint8Array
    readonly publicOrigin: string
  },
  at: { readonly gate: GateAddress; readonly tenantId: TenantId },
): Promise<{ readonly url: string; readonly linkHash: string }> {
  const secret = encodeBase64Url(random(SECRET_BYTES))
  const link: SealedLink = { gate: at.gate, tenantId: at.tenantId, secret }
  const token = await keyring.seal('password-link', RECORD, JSON.stringify(link))
  return {
    url: `${publicOrigin}${PASSWORD_PATH}?token=${token}`,
    linkHash: await sha256Hex(secret),
  }
}

/**
 * A link that we made: the gate that knows it, and by what. Whether it can be used is the gate's to
 * say.
 */
export interface SentLink {
  readonly gate: GateAddress
  readonly key: LinkKey
}

/** Reads a token; undefined for what is none of ours. */
export async function readLink(
  keyring: Pick<KeyRing, 'open'>,
  token: string,
): Promise<SentLink | undefined> {
  const opened =
    token.length > MAX_TOKEN_LENGTH ? undefined : await keyring.open('password-link', RECORD, token)
  if (opened === undefined) return undefined
  const { gate, tenantId, secret }: SealedLink = JSON.parse(opened)
  return { gate, key: { tenantId, linkHash: await sha256Hex(secret) } }
}
