// How the API takes and shows each setting of a connector: one row per setting of
// tenants/connectors/choices.ts.

import * as v from 'valibot'
import {
  type ChoiceName,
  IDP_INITIATED_MODES,
  MAX_SESSION_HOURS,
  NAME_ID_FORMATS,
  type NameIdFormat,
  PROVISIONINGS,
} from '../../../tenants/connectors/choices.ts'
import { emailKey } from '../../../tenants/email-address.ts'
import { text } from '../engine/members.ts'
import { LandingShape } from './landing-shapes.ts'
import { MappingShape, RolesShape, TenantRulesShape } from './mapping-shapes.ts'

/** A setting as a member of requests and answers. */
interface Row<Asked extends v.GenericSchema, Shown extends v.GenericSchema> {
  /**
   * What a request may say. Whether `null` may stand in its place is said by the table of settings.
   */
  readonly asked: Asked
  /** What an answer says. */
  readonly shown: Shown
  /** Shown in the description of the API; absent: the initial value. */
  readonly example?: v.InferInput<Shown>
}

const setting = <Asked extends v.GenericSchema, Shown extends v.GenericSchema>(
  row: Row<Asked, Shown>,
): Row<Asked, Shown> => row

const flag = (description: string) =>
  setting({ asked: v.pipe(v.boolean(), v.description(description)), shown: v.boolean() })

/** The NameID formats that can be asked for. */
export const NAME_ID_FORMAT_NAMES = [
  'unspecified',
  'email',
  'persistent',
  'transient',
] as const satisfies readonly NameIdFormat[]
/** A NameID format as an administrator names it: by the short name or by its URN. */
const NameIdFormatShape = v.pipe(
  v.picklist([
    ...NAME_ID_FORMAT_NAMES,
    ...NAME_ID_FORMAT_NAMES.map((name) => NAME_ID_FORMATS[name]),
  ]),
  v.transform(
    (written) =>
      NAME_ID_FORMAT_NAMES.find((name) => [name, NAME_ID_FORMATS[name]].includes(written)) ??
      'unspecified',
  ),
  v.description(
    'The format of NameIDs that requests ask for: `unspecified`, `email`, `persistent` or `transient`, or its URN. Answers have the short name. `transient` names a person anew at every sign-in, so people are recognised by an attribute: unless `identity_source` is given, by the first one of `mapping.user_id`, by the object identifier of Microsoft Entra ID, by `id` of Okta, else by `userId`. Absent: `unspecified`.',
  ),
  v.examples(['persistent']),
)

const BindingShape = v.picklist(['redirect', 'post'])

const IdentitySourceShape = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('name_id') }),
    v.strictObject({ kind: v.literal('attribute'), name: text(256) }),
  ]),
  v.description(
    'What recognises a person: the NameID, or one attribute that never changes. With an attribute the NameID may be absent or transient. Absent: the NameID, or for `transient` an attribute, which the answer names.',
  ),
)

const ProvisioningShape = v.pipe(
  v.picklist(PROVISIONINGS),
  v.description(
    'Who may come in: everybody (`create`), users that are linked to the connector, of new people only those who were invited.',
  ),
)

const AuthnContext = v.pipe(
  text(1024),
  v.description('Asked of the identity provider, and required to come back.'),
)

/** `2026-02-30` has the form of a date and is none: it comes back as another day. */
const isCalendarDate = (date: string): boolean =>
  !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)

const WeakUntil = v.pipe(
  v.string(),
  v.isoDate('must be a date as in 2027-01-31'),
  v.check((date) => isCalendarDate(date), 'must be a day of the calendar'),
  v.description('SHA-1 signatures and RSA keys under 2048 bits are accepted until this day.'),
)

const EmailDomain = v.pipe(
  text(253),
  v.transform(emailKey),
  v.regex(/^[^\s@.]+(?:\.[^\s@.]+)+$/u, 'must be a domain as in example.com'),
)
const EmailDomains = v.pipe(
  v.array(EmailDomain),
  v.maxLength(50, 'must name at most 50 domains'),
  v.description(
    'Who comes with an e-mail address of another domain is refused. Empty: any domain.',
  ),
)

const ClockSkew = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(0, 'must not be negative'),
  v.maxValue(300, 'must be at most 300'),
  v.description(
    'By how many seconds the clock of the identity provider may differ from ours, either way.',
  ),
)

const SessionHours = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
  v.maxValue(MAX_SESSION_HOURS, `must be at most ${MAX_SESSION_HOURS}`),
  v.description(
    'A session that begins through this connector ends after so many hours, or earlier if the identity provider says so (SessionNotOnOrAfter). Absent: 12.',
  ),
)

/** Setting -> its shape in requests and in answers. The compiler says which setting has none. */
export const SETTING_SHAPES = {
  requestBinding: setting({
    asked: v.pipe(
      BindingShape,
      v.description(
        'How requests reach the identity provider: `redirect` or `post`, one that its metadata offers. Absent: `redirect` if offered, otherwise `post`.',
      ),
    ),
    shown: BindingShape,
    example: 'redirect',
  }),
  signRequests: flag('Requests are signed, and SP metadata says so. Absent: true.'),
  nameIdFormat: setting({
    asked: NameIdFormatShape,
    shown: v.picklist(NAME_ID_FORMAT_NAMES),
    example: 'persistent',
  }),
  identitySource: setting({
    asked: IdentitySourceShape,
    shown: IdentitySourceShape,
    example: { kind: 'name_id' },
  }),
  mapping: setting({
    asked: MappingShape,
    shown: MappingShape,
    example: {
      email: ['mail'],
      roles: {
        from: ['memberOf'],
        transforms: [{ kind: 'pattern', pattern: 'CN={capture},OU=Roles,*' }],
      },
      custom: { department: { type: 'string', from: ['department'], required: true } },
    },
  }),
  roles: setting({
    asked: RolesShape,
    shown: v.pipe(v.nullable(RolesShape), v.description('Null: as sent, without the role admin.')),
    example: {
      rules: [{ match: 'exact', value: 'Sales leads', role: 'manager' }],
      unmatched: 'deny',
    },
  }),
  tenants: setting({
    asked: TenantRulesShape,
    shown: v.pipe(
      v.nullable(TenantRulesShape),
      v.description('Null: everybody enters the tenant of the connector.'),
    ),
  }),
  landing: setting({
    asked: LandingShape,
    shown: v.nullable(LandingShape),
  }),
  emailDomains: setting({
    asked: EmailDomains,
    shown: v.array(v.string()),
    example: ['example.com'],
  }),
  provisioning: setting({ asked: ProvisioningShape, shown: ProvisioningShape }),
  linkByEmail: flag(
    'On the first sign-in through this connector, link to the user with the same e-mail address if the tenant has verified its domain. Production only.',
  ),
  forceAuthn: flag(
    'Every request asks the identity provider to authenticate the person anew. Absent: false.',
  ),
  clockSkewSeconds: setting({ asked: ClockSkew, shown: v.number() }),
  authnContextClassRef: setting({ asked: AuthnContext, shown: v.nullable(v.string()) }),
  allowWeakAlgorithmsUntil: setting({ asked: WeakUntil, shown: v.nullable(v.string()) }),
  allowAesCbc: flag(
    'Assertions encrypted with AES-CBC are accepted, for identity providers that have no AES-GCM.',
  ),
  idpInitiated: setting({
    asked: v.pipe(
      v.picklist(IDP_INITIATED_MODES),
      v.description(
        'Sign-ins that the identity provider begins: `off` refuses them, `convert` begins one here in their place, `accept` takes them.',
      ),
    ),
    shown: v.picklist(IDP_INITIATED_MODES),
  }),
  ignoreUnsolicitedInResponseTo: flag(
    'Accepted sign-ins that the identity provider began may name a request that nobody made.',
  ),
  maxSessionHours: setting({ asked: SessionHours, shown: SessionHours }),
} as const satisfies Readonly<Record<ChoiceName, Row<v.GenericSchema, v.GenericSchema>>>
