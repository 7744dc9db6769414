// What an administrator says of where people land.

import * as v from 'valibot'
import { defined } from '../../../defined.ts'
import { LANDING_MATCHES, type LandingSettings } from '../../../tenants/connectors/landing.ts'
import type { ApplicationId } from '../../../tenants/ids.ts'
import type { InvalidMember } from '../../problem.ts'
import { id, Name, text } from '../engine/members.ts'

const MAX_RULES = 200

const RULE_ENTRIES = {
  match: v.picklist(LANDING_MATCHES),
  attribute: v.exactOptional(
    v.pipe(text(256), v.description('Name of the attribute, with `"match":"attribute"` alone.')),
  ),
  value: text(1024),
}

const namesAttribute = ({ match, attribute }: { match: string; attribute?: string }): boolean =>
  (match === 'attribute') === (attribute !== undefined)
const NAMES_ATTRIBUTE = 'must name an attribute with the match attribute, and with no other'

/** Ordered rules; the first one that fits decides. */
export const LandingShape = v.pipe(
  v.strictObject({
    rules: v.pipe(
      v.array(
        v.pipe(
          v.strictObject({ ...RULE_ENTRIES, application_id: id('app') }),
          v.check((rule) => namesAttribute(rule), NAMES_ATTRIBUTE),
        ),
      ),
      v.maxLength(MAX_RULES, `must hold at most ${MAX_RULES} rules`),
    ),
    default_application_id: v.exactOptional(id('app')),
  }),
  v.description(
    'Where people land who asked for no address: the first rule that fits, then the default, then the only application; of several the person chooses.',
  ),
)
type Landing = v.InferOutput<typeof LandingShape>

/** The same in a document: by name, because ids mean nothing in another deployment. */
export const DocumentLandingShape = v.strictObject({
  rules: v.pipe(
    v.array(
      v.pipe(
        v.strictObject({ ...RULE_ENTRIES, application: Name }),
        v.check((rule) => namesAttribute(rule), NAMES_ATTRIBUTE),
      ),
    ),
    v.maxLength(MAX_RULES, `must hold at most ${MAX_RULES} rules`),
  ),
  default_application: v.exactOptional(Name),
})
type DocumentLanding = v.InferOutput<typeof DocumentLandingShape>

interface Named {
  readonly id: ApplicationId
  readonly name: string
}

/** Reads what a body says. */
export const readLanding = ({ rules, default_application_id }: Landing): LandingSettings => ({
  rules: rules.map(({ application_id: applicationId, ...rule }) => ({ ...rule, applicationId })),
  ...defined({ defaultApplicationId: default_application_id }),
})

/** Writes what a version holds. */
export const writeLanding = ({ rules, defaultApplicationId }: LandingSettings): Landing => ({
  rules: rules.map(({ applicationId, ...rule }) => ({ ...rule, application_id: applicationId })),
  ...defined({ default_application_id: defaultApplicationId }),
})

/**
 * Names the applications. One that is granted no longer has no name: its id stands there, which
 * nothing takes back in.
 */
export function nameLanding(
  { rules, default_application_id }: Landing,
  granted: readonly Named[],
): DocumentLanding {
  const nameOf = (wanted: string): string =>
    granted.find((one) => one.id === wanted)?.name ?? wanted
  return {
    rules: rules.map(({ application_id, ...rule }) => ({
      ...rule,
      application: nameOf(application_id),
    })),
    ...(default_application_id === undefined
      ? {}
      : { default_application: nameOf(default_application_id) }),
  }
}

/** Finds the applications again. The names were checked. */
export function findLanding(
  { rules, default_application }: DocumentLanding,
  granted: readonly Named[],
): Landing {
  const idOf = (wanted: string): ApplicationId => {
    const found = granted.find(({ name }) => name === wanted)
    if (found === undefined) throw new Error('A name that was checked names no application')
    return found.id
  }
  return {
    rules: rules.map(({ application, ...rule }) => ({
      ...rule,
      application_id: idOf(application),
    })),
    ...(default_application === undefined
      ? {}
      : { default_application_id: idOf(default_application) }),
  }
}

/** Refuses a name that no granted application has, and one that several have. */
export function unknownApplications(
  { rules, default_application }: DocumentLanding,
  granted: readonly Named[],
  pointer: string,
): readonly InvalidMember[] {
  const named = rules.map(({ application }, at) => ({
    name: application,
    pointer: `${pointer}/rules/${at}/application`,
  }))
  if (default_application !== undefined)
    named.push({ name: default_application, pointer: `${pointer}/default_application` })
  return named
    .filter(({ name }) => granted.filter((one) => one.name === name).length !== 1)
    .map((wrong) => ({
      pointer: wrong.pointer,
      detail: 'must be the name of one application that the tenant is granted',
    }))
}
