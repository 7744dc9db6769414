// The namespace names and well-known URIs of SAML 2.0, spelled once.

/** SAML Core §1.3.1: assertions (`saml:`). */
export const SAML_NS = 'urn:oasis:names:tc:SAML:2.0:assertion'
/** SAML Core §1.3.1: protocol messages (`samlp:`). */
export const SAMLP_NS = 'urn:oasis:names:tc:SAML:2.0:protocol'
/** SAML Metadata §1.1 (`md:`). */
export const METADATA_NS = 'urn:oasis:names:tc:SAML:2.0:metadata'

/** SAML Core §3.2.2.2: the request succeeded. */
export const STATUS_SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'
/** SAML Core §3.2.2.2: the one who asked is at fault. */
export const STATUS_REQUESTER = 'urn:oasis:names:tc:SAML:2.0:status:Requester'
/**
 * SAML Core §3.2.2.2: below Requester, if the person or session that a request names is not known.
 */
export const STATUS_UNKNOWN_PRINCIPAL = 'urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal'
/** SAML Core §3.2.2.2: below Success, when others of the person's sessions could not be ended. */
export const STATUS_PARTIAL_LOGOUT = 'urn:oasis:names:tc:SAML:2.0:status:PartialLogout'
/** SAML Profiles §3.3: who presents the assertion is its subject. */
export const BEARER_METHOD = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
/** SAML Core §8.3.6: the only format an Issuer may name in the Web SSO profile. */
export const ENTITY_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity'
