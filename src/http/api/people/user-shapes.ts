// People and their sessions as the API shows them.

import * as v from 'valibot'
import { SESSION_ID } from '../../../login/session.ts'
import { isAmbiguousEmail } from '../../../tenants/email-address.ts'
import type { UserLink, UserSession } from '../../../tenants/people.ts'
import { ENVIRONMENTS } from '../../../tenants/sso-key.ts'
import { USER_STATUSES, type User } from '../../../tenants/user.ts'
import { id, Time, text, writeTime } from '../engine/members.ts'

/** A name of a person; what the next login says replaces it. */
const PersonName = v.nullable(text(256))
const Concurrency = v.pipe(
  v.nullable(
    v.pipe(
      v.number(),
      v.integer('must be a whole number'),
      v.minValue(0, 'must not be negative'),
      v.maxValue(Number.MAX_SAFE_INTEGER, 'must be smaller'),
    ),
  ),
  v.description('The product’s number: stored and delivered, not enforced here.'),
)
const ExternalId = v.pipe(
  v.nullable(text(256)),
  v.description('Your own id of the person; no login changes it.'),
)

const GivenRoles = v.pipe(
  v.array(text(256)),
  v.maxLength(50, 'must name at most 50 roles'),
  v.check((roles) => new Set(roles).size === roles.length, 'must name each role once'),
  v.description('In the place of those given before.'),
)

/** A person of a tenant. */
export const UserShape = v.pipe(
  v.strictObject({
    id: id('usr'),
    tenant_id: id('ten'),
    status: v.picklist(USER_STATUSES),
    email: v.pipe(v.nullable(v.string()), v.description('One person’s in the tenant.')),
    user_id: v.pipe(
      v.nullable(v.string()),
      v.description('Your id of the person, where the IdP sends it.'),
    ),
    external_id: ExternalId,
    first_name: v.nullable(v.string()),
    last_name: v.nullable(v.string()),
    name_alias: v.nullable(v.string()),
    concurrency: v.nullable(v.number()),
    roles: v.pipe(v.array(v.string()), v.description('What the IdP says and what was given.')),
    given_roles: v.pipe(v.array(v.string()), v.description('By hand; no login takes them away.')),
    groups: v.array(v.string()),
    has_password: v.boolean(),
    custom: v.pipe(
      v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.array(v.string())])),
      v.description('The tenant’s own fields.'),
    ),
    created_at: Time,
    updated_at: Time,
  }),
  v.title('User'),
)

/** What may be said of a person by hand. */
export const UserChangeShape = v.pipe(
  v.strictObject({
    first_name: v.exactOptional(PersonName),
    last_name: v.exactOptional(PersonName),
    name_alias: v.exactOptional(PersonName),
    concurrency: v.exactOptional(Concurrency),
    external_id: v.exactOptional(ExternalId),
    given_roles: v.exactOptional(GivenRoles),
  }),
  v.description('What is left out stays, null unsets. The next login brings what the IdP says.'),
  v.title('UserChange'),
)

/** The address of somebody who is to sign in. */
export const EmailAddress = v.pipe(
  text(254),
  v.regex(/^[^\s@]+@[^\s@]+$/u, 'must be an e-mail address'),
  v.check(
    (email) => !isAmbiguousEmail(email),
    'has a character that some systems replace by a plain letter, so that it would be the address of another person: write it with plain letters',
  ),
  v.examples(['ada@example.com']),
)

/** Somebody who may sign in and has not yet. */
export const InvitationShape = v.pipe(
  v.strictObject({
    email: EmailAddress,
    connector_ids: v.pipe(
      v.array(id('con')),
      v.maxLength(20, 'must name at most 20 connectors'),
      v.description(
        'Through which the person may come in; none for who is to have a password alone.',
      ),
    ),
    first_name: v.exactOptional(text(256)),
    last_name: v.exactOptional(text(256)),
    given_roles: v.exactOptional(GivenRoles),
    external_id: v.exactOptional(text(256)),
  }),
  v.title('Invitation'),
)

/** That a user may use a connector. */
export const UserLinkShape = v.pipe(
  v.strictObject({ user_id: id('usr'), connector_id: id('con') }),
  v.title('UserLink'),
)

/** Writes a link. */
export const writeUserLink = (link: UserLink): v.InferOutput<typeof UserLinkShape> => ({
  user_id: link.userId,
  connector_id: link.connectorId,
})

/** A live session. */
export const UserSessionShape = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(SESSION_ID)),
    connector_id: v.pipe(
      v.nullable(id('con')),
      v.description('Null where no connector began the session.'),
    ),
    sso_id: v.nullable(id('sso')),
    methods: v.pipe(
      v.array(v.string()),
      v.description('What was proven here, as the claim `amr` says it.'),
    ),
    environment: v.picklist(ENVIRONMENTS),
    created_at: Time,
    expires_at: Time,
  }),
  v.title('Session'),
)

/** Writes a person. */
export const writeUser = (user: User): v.InferOutput<typeof UserShape> => ({
  id: user.id,
  tenant_id: user.tenantId,
  status: user.status,
  email: user.email ?? null,
  user_id: user.userId ?? null,
  external_id: user.externalId ?? null,
  first_name: user.firstName ?? null,
  last_name: user.lastName ?? null,
  name_alias: user.nameAlias ?? null,
  concurrency: user.concurrency ?? null,
  roles: [...user.roles],
  given_roles: [...(user.givenRoles ?? [])],
  groups: [...user.groups],
  has_password: user.hasPassword ?? false,
  custom: writeCustom(user),
  created_at: writeTime(user.createdAt),
  updated_at: writeTime(user.updatedAt),
})

const writeCustom = ({ custom = {} }: User): v.InferOutput<typeof UserShape>['custom'] =>
  Object.fromEntries(
    Object.entries(custom).map(([name, value]) => [
      name,
      typeof value === 'object' ? [...value] : value,
    ]),
  )

/** Writes a session. */
export const writeUserSession = (session: UserSession): v.InferOutput<typeof UserSessionShape> => ({
  id: session.sid,
  connector_id: session.connectorId ?? null,
  sso_id: session.ssoId ?? null,
  methods: [...session.methods],
  environment: session.environment,
  created_at: writeTime(session.createdAt),
  expires_at: writeTime(session.expiresAt),
})
