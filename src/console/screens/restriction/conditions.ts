// The conditions of login restriction: which of them hold, what each of them proves, and where the
// one that does not hold is mended.

import type { EnforcementState } from '../../api/schema.d.ts'

export type Mode = EnforcementState['mode']
export type StrictMode = Exclude<Mode, 'off'>

/** Whether a condition holds; `unknown`: another one has to hold before anybody can tell. */
type Holds = 'yes' | 'no' | 'unknown'

type ConditionKey = 'connector' | 'admin_login' | 'recovery_codes' | 'way_back'

export interface Condition {
  readonly key: ConditionKey
  readonly title: string
  /** Why it is asked for. */
  readonly why: string
  readonly holds: Holds
}

/** The names of the modes, as people choose them. */
export const MODES: Readonly<Record<Mode, readonly [label: string, help: string]>> = {
  off: ['Off', 'Passwords and SSO both sign people in.'],
  members: [
    'Members',
    'Everybody but administrators signs in through SSO. Administrators keep a password, with a second factor.',
  ],
  everyone: [
    'Everyone',
    'Everybody signs in through SSO. Administrators get back in with a recovery code if SSO fails.',
  ],
}

/** What stands in the way of a mode, condition by condition. */
export function conditionsOf(state: EnforcementState, mode: StrictMode): readonly Condition[] {
  const blockers = new Set(state.blockers[mode].map(({ code }) => code))
  const unless = (code: string): Holds => (blockers.has(code) ? 'no' : 'yes')
  const shared: readonly Condition[] = [
    {
      key: 'connector',
      title: 'A production connector is live and enabled',
      why: 'People need a way in before passwords go.',
      holds: unless('enforcement_connector_missing'),
    },
    {
      key: 'admin_login',
      title: 'An administrator signed in through it within 30 days',
      why: 'It proves that SSO works, and that it knows an administrator.',
      holds: unless('enforcement_admin_login_missing'),
    },
  ]
  return mode === 'members' ? shared : [...shared, ...wayBack(state, blockers)]
}

function wayBack(
  { recovery_codes, consent_until }: EnforcementState,
  blockers: ReadonlySet<string>,
): readonly Condition[] {
  const isMissing = blockers.has('enforcement_way_back_missing')
  const isConsented = !isMissing && consent_until !== null
  const areConfirmed = recovery_codes !== null && recovery_codes.confirmed_at !== null
  return [
    {
      key: 'recovery_codes',
      title: isConsented
        ? 'The operator vouches for a way back'
        : 'Recovery codes are stored, and one was typed back',
      why: 'With one of them an administrator gets in when SSO does not work.',
      holds: areConfirmed || isConsented ? 'yes' : 'no',
    },
    {
      key: 'way_back',
      title: 'An administrator keeps a password',
      why: 'A recovery code is asked for after the password.',
      holds: isMissing ? (areConfirmed ? 'no' : 'unknown') : 'yes',
    },
  ]
}
