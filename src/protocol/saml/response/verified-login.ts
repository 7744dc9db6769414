// What comes out of a verified response: plain values, read from signed bytes alone (I4).

/** SAML Core §2.2.2. The value is byte-exact: `00123` is not `123` (R47). */
export interface NameId {
  readonly value: string
  readonly format?: string | undefined
  readonly nameQualifier?: string | undefined
  readonly spNameQualifier?: string | undefined
}

/**
 * SAML Core §2.7.3.1. The same name may come several times; mapping decides what that means (R54).
 */
export interface SamlAttribute {
  readonly name: string
  readonly nameFormat?: string | undefined
  readonly friendlyName?: string | undefined
  /**
   * Text values in order, and NameIDs that were made for us; a value of other elements is left out.
   */
  readonly values: readonly string[]
}

/** The identity that an IdP vouched for. Times are milliseconds since the epoch. */
export interface VerifiedLogin {
  readonly assertionId: string
  /**
   * Absent if the IdP names nobody by a NameID, and the connector recognises people by an
   * attribute.
   */
  readonly nameId?: NameId
  readonly attributes: readonly SamlAttribute[]
  readonly authnInstant: number
  readonly authnContextClassRef?: string
  readonly sessionIndex?: string
  /** The earliest, when there are several (R44). */
  readonly sessionNotOnOrAfter?: number
}
