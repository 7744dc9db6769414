// Where people land who asked for no address: ordered rules of a connector, from what is known of a
// person to an application.

import type { GrantedApplication } from '../application.ts'
import type { ApplicationId } from '../ids.ts'

export const LANDING_MATCHES = ['role', 'group', 'attribute'] as const

/** Sends whoever has the value to an application. Values are compared byte for byte (R47). */
interface LandingRule {
  readonly match: (typeof LANDING_MATCHES)[number]
  /** Name of the attribute, with the match `attribute` and no other. */
  readonly attribute?: string
  readonly value: string
  readonly applicationId: ApplicationId
}

export interface LandingSettings {
  /** The first one that fits and whose application the person's tenant is granted decides. */
  readonly rules: readonly LandingRule[]
  /** Where no rule fits. */
  readonly defaultApplicationId?: ApplicationId
}

/** What rules look at. */
export interface Arrived {
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  /** As the assertion has them. */
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[]
}

/**
 * The application that a person lands in; undefined where nothing decides between several, or there
 * is none.
 */
export function landingOf(
  settings: LandingSettings | undefined,
  arrived: Arrived,
  granted: readonly GrantedApplication[],
): GrantedApplication | undefined {
  const grantedOf = (id: ApplicationId | undefined) => granted.find((one) => one.id === id)
  for (const rule of settings?.rules ?? []) {
    const application = fits(rule, arrived) ? grantedOf(rule.applicationId) : undefined
    if (application) return application
  }
  const [only, ...others] = granted
  return grantedOf(settings?.defaultApplicationId) ?? (others.length === 0 ? only : undefined)
}

function fits({ match, attribute, value }: LandingRule, arrived: Arrived): boolean {
  if (match === 'role') return arrived.roles.includes(value)
  if (match === 'group') return arrived.groups.includes(value)
  return arrived.attributes.some(({ name, values }) => name === attribute && values.includes(value))
}
