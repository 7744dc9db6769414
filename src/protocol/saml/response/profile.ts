// The profile as one list, in the order of SAML Profiles §4.1.4.3: what a reviewer compares with the specification.

import { AUTHENTICATION_CHECKS } from './authentication-checks.ts'
import type { ProfileCheck } from './check.ts'
import { CONDITION_CHECKS } from './condition-checks.ts'
import { RESPONSE_CHECKS } from './response-checks.ts'
import { SUBJECT_CHECKS } from './subject-checks.ts'

/** Every check of a verified response. */
export const PROFILE_CHECKS: readonly ProfileCheck[] = [
  ...RESPONSE_CHECKS,
  ...SUBJECT_CHECKS,
  ...CONDITION_CHECKS,
  ...AUTHENTICATION_CHECKS,
]
