// The lists of the profile name every check one by one. A check that is written and not listed
// would never run.

import { describe, expect, it } from 'vitest'
import { AUTHENTICATION } from '../../../../src/protocol/saml/response/authentication-checks.ts'
import { CONDITIONS } from '../../../../src/protocol/saml/response/condition-checks.ts'
import { MESSAGE } from '../../../../src/protocol/saml/response/message-checks.ts'
import { RESPONSE } from '../../../../src/protocol/saml/response/response-checks.ts'
import { SUBJECT } from '../../../../src/protocol/saml/response/subject-checks.ts'
import {
  MESSAGE_CHECKS,
  PROFILE_CHECKS,
} from '../../../../src/protocol/saml/response/verify-response.ts'

describe('the profile', () => {
  it('asks every check of the message, once and in order', () => {
    expect(MESSAGE_CHECKS).toEqual(Object.values(MESSAGE))
  })

  it('asks every check of what is signed, once and in order', () => {
    const written = [RESPONSE, SUBJECT, CONDITIONS, AUTHENTICATION].flatMap((checks) =>
      Object.values(checks),
    )
    expect(PROFILE_CHECKS).toEqual(written)
  })
})
