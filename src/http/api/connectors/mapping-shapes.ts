// What an administrator says of how attributes become a person: the mapping of fields, the rules of
// roles, and those of tenants.

import * as v from 'valibot'
import { defined } from '../../../defined.ts'
import {
  ADMIN_ROLE,
  isAdministrative,
  type RoleSettings,
  type TenantSettings,
  VIEWER_ROLE,
} from '../../../tenants/connectors/access-rules.ts'
import {
  type AttributeMapping,
  CUSTOM_TYPES,
} from '../../../tenants/connectors/attribute-mapping.ts'
import { parsePattern } from '../../../tenants/connectors/value-pattern.ts'
import { inWords } from '../engine/describe-schema.ts'
import { toCamelNames, toSnakeNames } from '../engine/member-names.ts'
import { id, text } from '../engine/members.ts'
import { type LandingShape, readLanding } from './landing-shapes.ts'
import { isComparable, NOT_A_GROUP_ID, VALUE_ENTRIES } from './value-rules.ts'

const MAX_CUSTOM_FIELDS = 20
const MAX_RULES = 200

const AttributeNames = inWords(
  v.pipe(
    v.array(text(256)),
    v.minLength(1, 'must name an attribute'),
    v.maxLength(10, 'must name at most 10 attributes'),
  ),
  'a list of attribute names, as in ["givenName"]',
)

const Pattern = v.pipe(
  text(256),
  v.check(
    (pattern) => parsePattern(pattern) !== undefined,
    'must hold at most one {capture}, and a literal between any two wildcards',
  ),
  // It would be taken literally, match nothing, and nobody would know why.
  v.check(
    (pattern) => !/\{(?!capture\})\w*\}/.test(pattern),
    'has a name in braces that is not known: there is {capture} alone',
  ),
  v.description('Literals, `*`, and one `{capture}`, which is what stays of the value.'),
  v.examples(['CN={capture},OU=Roles,*']),
)

const Transform = v.variant('kind', [
  v.strictObject({ kind: v.literal('lowercase') }),
  v.strictObject({ kind: v.literal('trim') }),
  v.strictObject({ kind: v.literal('split'), by: text(8) }),
  v.strictObject({ kind: v.literal('pattern'), pattern: Pattern }),
])

const RULE_ENTRIES = {
  from: v.exactOptional(AttributeNames),
  transforms: v.exactOptional(
    v.pipe(v.array(Transform), v.maxLength(5, 'must hold at most 5 transforms')),
  ),
  required: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description(
        'Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`.',
      ),
    ),
  ),
}
const DefaultValue = text(1024)
const DefaultList = v.pipe(v.array(DefaultValue), v.maxLength(20, 'must hold at most 20 values'))

const single = v.exactOptional(
  v.union([
    AttributeNames,
    v.strictObject({ ...RULE_ENTRIES, default: v.exactOptional(DefaultValue) }),
  ]),
)
const list = v.exactOptional(
  v.union([
    AttributeNames,
    v.strictObject({ ...RULE_ENTRIES, default: v.exactOptional(DefaultList) }),
  ]),
)
/** What names a person has no default: two would be one. */
const naming = v.exactOptional(v.union([AttributeNames, v.strictObject(RULE_ENTRIES)]))
const concurrency = v.exactOptional(
  v.union([
    AttributeNames,
    v.strictObject({
      ...RULE_ENTRIES,
      default: v.exactOptional(
        v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'must be a number that is not negative')),
      ),
    }),
  ]),
)

const customOf = <Type extends string, Default extends v.GenericSchema>(
  type: Type,
  value: Default,
) => v.strictObject({ ...RULE_ENTRIES, type: v.literal(type), default: v.exactOptional(value) })
const CustomRule = v.variant('type', [
  customOf('string', DefaultValue),
  customOf(
    'number',
    v.pipe(v.string(), v.regex(/^-?\d{1,9}(?:\.\d{1,6})?$/, 'must be a number as text')),
  ),
  customOf('boolean', v.picklist(['true', 'false'])),
  customOf('string_list', DefaultList),
])

const FIELD_ENTRIES = {
  user_id: naming,
  email: naming,
  first_name: single,
  last_name: single,
  name_alias: single,
  concurrency,
  roles: list,
  groups: list,
}

/** How fields are made of attributes. */
export const MappingShape = v.pipe(
  v.strictObject({
    ...FIELD_ENTRIES,
    custom: v.exactOptional(
      v.pipe(
        v.record(
          v.pipe(
            v.string(),
            v.regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be lower-case letters, digits and _'),
            v.check((name) => !(name in FIELD_ENTRIES), 'must not be a field that everybody has'),
          ),
          CustomRule,
        ),
        v.check(
          (fields) => Object.keys(fields).length <= MAX_CUSTOM_FIELDS,
          `must hold at most ${MAX_CUSTOM_FIELDS} fields`,
        ),
        v.description(
          `Fields of the tenant’s own, by name; each is ${CUSTOM_TYPES.join(', ')}. Two connectors of a tenant that have one of the same name agree on its type.`,
        ),
      ),
    ),
  }),
  v.description(
    'Field -> attribute names, the preferred first, or a rule. Names are compared exactly, an attribute without a value counts as absent, and `NameID` stands for the NameID of the Subject. A field left out takes the well-known names, in any case of their letters.',
  ),
)

const Role = v.pipe(
  text(64),
  v.regex(/^\S(?:.*\S)?$/u, 'must not begin or end with white space'),
  v.examples(['manager']),
)
const RoleRule = v.pipe(
  v.strictObject({ ...VALUE_ENTRIES, role: Role }),
  v.forward(
    v.check((rule) => isComparable(rule), NOT_A_GROUP_ID),
    ['value'],
  ),
)
const AT_LEAST_ONE = 'must hold a rule'
const NOT_SO_MANY = `must hold at most ${MAX_RULES} rules`

/** How roles are made of what the IdP says. */
export const RolesShape = v.pipe(
  v.strictObject({
    attribute: v.exactOptional(
      v.pipe(text(256), v.description('The role key. When absent: what the mapping has as roles.')),
    ),
    rules: v.exactOptional(
      v.pipe(
        v.array(RoleRule),
        v.minLength(1, AT_LEAST_ONE),
        v.maxLength(MAX_RULES, NOT_SO_MANY),
        v.description('Each that matches counts. When absent: roles as sent.'),
      ),
    ),
    unmatched: v.exactOptional(
      v.pipe(
        v.picklist(['deny', 'default', 'ignore']),
        v.description(
          'If no rule matches: `deny` refuses the sign-in, `default` gives `default_role`, `ignore` gives no role.',
        ),
      ),
    ),
    default_role: v.exactOptional(Role),
    sync: v.exactOptional(
      v.pipe(
        v.picklist(['replace', 'add']),
        v.description('Whether roles that are no longer sent go. Roles given by hand stay anyway.'),
      ),
    ),
    allow_admin: v.exactOptional(
      v.pipe(v.boolean(), v.description('May give the roles `admin` and `viewer`. Absent: false.')),
    ),
  }),
  v.forward(
    v.check(
      ({ unmatched, default_role }) => (unmatched === 'default') === (default_role !== undefined),
      'must be there when, and only when, unmatched is default',
    ),
    ['default_role'],
  ),
  v.forward(
    v.check(
      ({ rules = [], default_role, allow_admin }) =>
        allow_admin === true ||
        ![...rules.map(({ role }) => role), default_role ?? ''].some(isAdministrative),
      `must be true where a rule gives the role ${ADMIN_ROLE} or ${VIEWER_ROLE}`,
    ),
    ['allow_admin'],
  ),
)

const TenantRule = v.pipe(
  v.strictObject({ ...VALUE_ENTRIES, tenant_id: id('ten') }),
  v.forward(
    v.check((rule) => isComparable(rule), NOT_A_GROUP_ID),
    ['value'],
  ),
)

/** Which tenant a person enters: the connector's own, or one of its children. */
export const TenantRulesShape = v.strictObject({
  attribute: v.pipe(text(256), v.description('The tenant key.')),
  rules: v.pipe(
    v.array(TenantRule),
    v.minLength(1, AT_LEAST_ONE),
    v.maxLength(MAX_RULES, NOT_SO_MANY),
  ),
  several: v.exactOptional(
    v.pipe(
      v.picklist(['choose', 'first']),
      v.description('Of several that match: the person chooses, or the first rule decides.'),
    ),
  ),
})

type Written<Shape extends v.GenericSchema> = v.InferOutput<Shape>

interface Mappings {
  readonly mapping?: Written<typeof MappingShape>
  readonly roles?: Written<typeof RolesShape> | null
  readonly tenants?: Written<typeof TenantRulesShape> | null
  readonly landing?: Written<typeof LandingShape> | null
}

/** Reads the choices of a body, under the names of the code. */
export const readChoices = <Body extends Mappings>({
  mapping,
  roles,
  tenants,
  landing,
  ...body
}: Body) => ({
  ...toCamelNames(body),
  ...(mapping === undefined ? {} : { mapping: toCamelNames(mapping) }),
  ...(roles === undefined ? {} : { roles: roles && toCamelNames(roles) }),
  ...(tenants === undefined ? {} : { tenants: tenants && readTenants(tenants) }),
  ...(landing === undefined ? {} : { landing: landing && readLanding(landing) }),
})

const readTenants = ({ rules, ...others }: Written<typeof TenantRulesShape>): TenantSettings => ({
  ...others,
  rules: rules.map((rule) => toCamelNames(rule)),
})

/** Writes the mapping of a version. */
export const writeMapping = ({
  custom,
  ...fields
}: AttributeMapping): Written<typeof MappingShape> =>
  written({ ...toSnakeNames(fields), ...defined({ custom }) })

/** Writes the rules of roles. */
export const writeRoles = (roles: RoleSettings): Written<typeof RolesShape> =>
  written(toSnakeNames(roles))

/** Writes the rules of tenants. */
export const writeTenantRules = ({
  rules,
  ...others
}: TenantSettings): Written<typeof TenantRulesShape> =>
  written({ ...others, rules: rules.map((rule) => toSnakeNames(rule)) })

/** A version holds what the shapes let in. The copy may be written to. */
const written = <T extends object>(members: object): T => structuredClone(members) as T
