// Who is calling: the console asks this first, to know what to show.

import * as v from 'valibot'
import { ok } from '../../../result.ts'
import { ADMIN_ROLE, VIEWER_ROLE } from '../../../tenants/connectors/access-rules.ts'
import { expiryOf, SETUP_TASKS } from '../../../tenants/setup-links/setup-link.ts'
import type { User } from '../../../tenants/user.ts'
import { recentUntil, renewal } from '../engine/authenticate-person.ts'
import { id, Name, Time, writeOptionalTime, writeTime } from '../engine/members.ts'
import { type ApiDeps, type Caller, operation } from '../engine/operation.ts'
import * as people from '../examples/example-people.ts'
import * as examples from '../examples/example-resources.ts'

const KINDS = [
  'operator',
  'support',
  'administrator',
  'viewer',
  'person',
  'guest',
  'api_key',
] as const

/** Who is calling. */
const MeShape = v.pipe(
  v.strictObject({
    kind: v.pipe(
      v.picklist(KINDS),
      v.description(
        '`operator` and `support` work on every tenant, `administrator` and `viewer` on their own. `person`: signed in, with none of these roles. `guest`: holds a set-up link.',
      ),
    ),
    user: v.pipe(
      v.nullable(
        v.strictObject({
          id: id('usr'),
          email: v.nullable(v.string()),
          first_name: v.nullable(v.string()),
          last_name: v.nullable(v.string()),
        }),
      ),
      v.description('The person of the session. `null`: there is none.'),
    ),
    tenant: v.pipe(
      v.nullable(v.strictObject({ id: id('ten'), name: Name })),
      v.description(
        'The tenant of the person, or the one that the key is bound to. `null`: every tenant.',
      ),
    ),
    setup_link: v.pipe(
      v.nullable(
        v.strictObject({
          id: id('lnk'),
          tasks: v.array(v.picklist(SETUP_TASKS)),
          connector_id: v.nullable(id('con')),
          may_activate: v.boolean(),
          expires_at: Time,
        }),
      ),
      v.description('The set-up link of a guest. `null`: the caller is none.'),
    ),
    authenticated_at: v.pipe(
      v.nullable(Time),
      v.description('When the person authenticated. `null`: a key.'),
    ),
    recent_until: v.pipe(
      v.nullable(Time),
      v.description('Until when that counts as recent (`x-recent-authentication`).'),
    ),
    expires_at: v.pipe(
      v.nullable(Time),
      v.description('When the session or the key expires. `null`: never.'),
    ),
    authentication_url: v.pipe(
      v.nullable(v.string()),
      v.description('Where the person authenticates again. Add `return_to`. `null`: a key.'),
    ),
  }),
  v.title('Me'),
)
type Me = v.InferOutput<typeof MeShape>

/** Asking who is calling. */
export const meOperations = [
  operation({
    id: 'getMe',
    method: 'GET',
    path: '/me',
    tag: 'Sessions',
    summary: 'Read who is calling, and what they may do',
    access: 'signed_in',
    acceptsBoundKeys: true,
    status: 200,
    response: MeShape,
    example: {
      response: {
        kind: 'administrator',
        user: {
          id: people.user.id,
          email: people.user.email,
          first_name: people.user.first_name,
          last_name: people.user.last_name,
        },
        tenant: { id: examples.TENANT, name: examples.tenant.name },
        setup_link: null,
        authenticated_at: examples.AT,
        recent_until: examples.AT,
        expires_at: examples.LATER,
        authentication_url: 'https://sso.example.com/login/password',
      },
    },
    refusals: [],
    run: async (deps) => ok(describePerson(deps) ?? (await describeOther(deps))),
  }),
]

/** A person with a session. */
function describePerson({ caller, config }: ApiDeps): Me | undefined {
  const { session, user, tenantName = '', factorAt } = caller
  if (session === undefined || user === undefined) return undefined
  return {
    kind: kindOf(caller, user),
    user: {
      id: user.id,
      email: user.email ?? null,
      first_name: user.firstName ?? null,
      last_name: user.lastName ?? null,
    },
    tenant: { id: session.tenantId, name: tenantName },
    setup_link: null,
    authenticated_at: writeTime(Math.max(session.authnInstant, factorAt ?? 0)),
    recent_until: writeTime(recentUntil({ session, factorAt })),
    expires_at: writeTime(session.expiresAt),
    authentication_url: config.publicOrigin + renewal(session),
  }
}

function kindOf({ homeRole, session }: Caller, { roles }: User): Me['kind'] {
  if (homeRole) return homeRole
  if (session?.environment !== 'production') return 'person'
  if (roles.includes(ADMIN_ROLE)) return 'administrator'
  return roles.includes(VIEWER_ROLE) ? 'viewer' : 'person'
}

/** A guest of a set-up link, or a program with an API key. */
async function describeOther({ caller, reads }: ApiDeps): Promise<Me> {
  const { tenantId, key, guest } = caller
  const tenant = tenantId && (await reads.findTenant(tenantId))
  return {
    kind: guest ? 'guest' : 'api_key',
    user: null,
    tenant: tenant ? { id: tenant.id, name: tenant.name } : null,
    setup_link: guest
      ? {
          id: guest.id,
          tasks: [...guest.tasks],
          connector_id: guest.connectorId ?? null,
          may_activate: guest.mayActivate,
          expires_at: writeTime(expiryOf(guest)),
        }
      : null,
    authenticated_at: null,
    recent_until: null,
    expires_at: guest ? writeTime(expiryOf(guest)) : writeOptionalTime(key?.expiresAt),
    authentication_url: null,
  }
}
