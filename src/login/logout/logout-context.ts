// What a session keeps of its login so that it can be logged out of: by us at the IdP, or by the
// IdP here. NameID and SessionIndex are sealed; what an IdP's request is compared with are digests,
// which the gate finds without opening anything.

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { NameId } from '../../protocol/saml/response/verified-login.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { NAME_ID_FORMATS } from '../../tenants/connectors/choices.ts'

/** Says to an IdP which of its sessions is meant. */
export interface LogoutContext {
  readonly idpEntityID: string
  /**
   * Absent if the IdP gave none: then it cannot be asked to end its session (SAML Core §3.7.1 wants
   * one).
   */
  readonly nameId?: NameId
  readonly sessionIndex?: string
}

/** What a LogoutRequest may name: the person altogether, or one session of theirs at the IdP. */
export interface LogoutKeys {
  /** Absent if the IdP named nobody by a NameID. */
  readonly person?: string
  /** Absent when the IdP named no session. */
  readonly session?: string
  /**
   * The session by its index alone: an IdP may name it without the person, or with another NameID
   * of theirs.
   */
  readonly index?: string
}

/** Seals the context for the session's row. */
export const sealLogoutContext = (
  keyring: KeyRing,
  sid: string,
  context: LogoutContext,
): Promise<string> => keyring.seal('logout-context', sid, JSON.stringify(context))

/**
 * Opens what `sealLogoutContext` made; undefined when it was sealed under a master key that is
 * gone.
 */
export async function openLogoutContext(
  keyring: KeyRing,
  sid: string,
  sealed: string,
): Promise<LogoutContext | undefined> {
  const opened = await keyring.open('logout-context', sid, sealed)
  return opened === undefined ? undefined : JSON.parse(opened)
}

/**
 * The keys of a context at one service provider. What a NameID leaves out counts as what it stands
 * for (SAML Core §8.3.1, §8.3.7).
 */
export async function logoutKeysOf(
  { idpEntityID, nameId, sessionIndex }: LogoutContext,
  spEntityID: string,
): Promise<LogoutKeys> {
  const index =
    sessionIndex === undefined
      ? {}
      : { index: await sessionIndexKey(idpEntityID, spEntityID, sessionIndex) }
  if (nameId === undefined) return index
  const { value, format = NAME_ID_FORMATS.unspecified } = nameId
  const { nameQualifier = idpEntityID, spNameQualifier = spEntityID } = nameId
  const name = [idpEntityID, spEntityID, format, nameQualifier, spNameQualifier, value]
  const person = await keyOf(name)
  return sessionIndex === undefined
    ? { person }
    : { person, session: await keyOf([...name, sessionIndex]), ...index }
}

/**
 * The key of a SessionIndex (SAML Core §2.7.2). Other people may have the same one: it may be as
 * short as `1`.
 */
export const sessionIndexKey = (
  idpEntityID: string,
  spEntityID: string,
  sessionIndex: string,
): Promise<string> => keyOf([idpEntityID, spEntityID, 'session-index', sessionIndex])

async function keyOf(parts: readonly string[]): Promise<string> {
  // JSON keeps the parts apart whatever they contain.
  const digest = await crypto.subtle.digest('SHA-256', encodeUtf8(JSON.stringify(parts)))
  return encodeBase64Url(new Uint8Array(digest, 0, 18))
}
