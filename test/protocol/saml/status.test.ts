import { describe, expect, it } from 'vitest'
import { meaningOfStatus, shownMessage } from '../../../src/protocol/saml/status.ts'
import { STATUS_REFUSALS } from '../../../src/protocol/saml/status-refusals.ts'

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:'
const [RESPONDER, REQUESTER] = [`${STATUS}Responder`, `${STATUS}Requester`]

describe('a status code of the second level (SAML Core §3.2.2.2)', () => {
  it.each([
    ['AuthnFailed', 'saml_status_authn_failed', 'user'],
    ['InvalidAttrNameOrValue', 'saml_status_invalid_attribute', 'idp_admin'],
    ['InvalidNameIDPolicy', 'saml_status_invalid_name_id_policy', 'sp_admin'],
    ['NoAuthnContext', 'saml_status_no_authn_context', 'sp_admin'],
    ['NoAvailableIDP', 'saml_status_no_available_idp', 'idp_admin'],
    ['NoPassive', 'saml_status_no_passive', 'user'],
    ['NoSupportedIDP', 'saml_status_no_supported_idp', 'idp_admin'],
    ['PartialLogout', 'saml_status_partial_logout', 'idp_admin'],
    ['ProxyCountExceeded', 'saml_status_proxy_count_exceeded', 'idp_admin'],
    ['RequestDenied', 'saml_status_request_denied', 'idp_admin'],
    ['RequestUnsupported', 'saml_status_request_unsupported', 'sp_admin'],
    ['RequestVersionDeprecated', 'saml_status_version', 'idp_admin'],
    ['RequestVersionTooHigh', 'saml_status_version', 'idp_admin'],
    ['RequestVersionTooLow', 'saml_status_version', 'idp_admin'],
    ['ResourceNotRecognized', 'saml_status_resource_not_recognized', 'idp_admin'],
    ['TooManyResponses', 'saml_status_too_many_responses', 'idp_admin'],
    ['UnknownAttrProfile', 'saml_status_unknown_attribute_profile', 'idp_admin'],
    ['UnknownPrincipal', 'saml_status_unknown_principal', 'idp_admin'],
    ['UnsupportedBinding', 'saml_status_unsupported_binding', 'sp_admin'],
  ] as const)('%s means %s, and is mended by %s', (name, code, side) => {
    expect(meaningOfStatus([RESPONDER, STATUS + name])).toBe(code)
    expect(meaningOfStatus([REQUESTER, STATUS + name])).toBe(code)
    expect(STATUS_REFUSALS[code].fixedBy).toBe(side)
  })

  it.each([
    'http://id.elegnamnden.se/status/1.0/cancel',
    'urn:example:status:UserCancelled',
    'urn:example:usercanceled',
    `${STATUS}Cancel`,
  ])('that is no word of SAML’s, but says that the person cancelled: %s', (code) => {
    expect(meaningOfStatus([RESPONDER, code])).toBe('saml_status_cancelled')
    expect(meaningOfStatus([RESPONDER, `${STATUS}AuthnFailed`, code])).toBe('saml_status_cancelled')
  })

  it.each([
    [[RESPONDER]],
    [[]],
    [[RESPONDER, 'urn:example:AuthnFailed']],
    [[RESPONDER, 'urn:example:not-cancellable']],
    [[RESPONDER, `${STATUS}constructor`]],
    [[`${STATUS}AuthnFailed`]],
  ])('%j means nothing more than a failure', (codes) =>
    expect(meaningOfStatus(codes)).toBeUndefined(),
  )

  it('VersionMismatch at the top says it all', () =>
    expect(meaningOfStatus([`${STATUS}VersionMismatch`])).toBe('saml_status_version'))
})

describe('a StatusMessage', () => {
  it.each([
    [' two\r\n\tlines ', 'two lines'],
    ['a\u0000\u0007b\u202ec\u2066d\u2028e\ufefff', 'a b c d e f'],
    ['y'.repeat(300), 'y'.repeat(256)],
    [' \n ', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is shown as %j', (text, shown) => expect(shownMessage(text)).toBe(shown))
})
