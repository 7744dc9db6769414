// The first start of a deployment: nobody can sign in yet, so the holder of OPERATOR_KEY makes the
// home tenant and its first operator. Afterwards operators work under their own names.

import * as v from 'valibot'
import { ok } from '../../../result.ts'
import { newId } from '../../../tenants/ids.ts'
import { gateOf, type Tenant } from '../../../tenants/tenant.ts'
import { Name } from '../engine/members.ts'
import { operation } from '../engine/operation.ts'
import { toApi } from '../engine/run-command.ts'
import * as people from '../examples/example-people.ts'
import * as examples from '../examples/example-resources.ts'
import { EmailAddress, UserShape, writeUser } from '../people/user-shapes.ts'
import { TenantShape, writeTenant } from '../tenants.ts'

const TAG = 'Home tenant'
/** Where the first operator goes once password and second factor are set. */
const AFTERWARDS = new URLSearchParams({ return_to: '/console/' })

const NewHomeTenantShape = v.pipe(
  v.strictObject({
    name: v.pipe(Name, v.description('The name of your own organisation.')),
    email: v.pipe(EmailAddress, v.description('The address of the first operator.')),
  }),
  v.title('NewHomeTenant'),
)

const HomeTenantShape = v.pipe(
  v.strictObject({
    tenant: TenantShape,
    user: v.pipe(UserShape, v.description('The first operator.')),
    sign_in_url: v.pipe(
      v.string(),
      v.description(
        'Sets the password of the first operator, once, within seven days. Shown this once.',
      ),
    ),
  }),
  v.title('HomeTenant'),
)

const FirstStartShape = v.pipe(
  v.strictObject({
    needed: v.pipe(v.boolean(), v.description('`true`: there is no home tenant yet.')),
  }),
  v.title('FirstStart'),
)

/** Making the home tenant, and asking whether that is still to be done. */
export const homeTenantOperations = [
  operation({
    id: 'getFirstStart',
    method: 'GET',
    path: '/first-start',
    tag: TAG,
    summary: 'Ask whether the home tenant is still to be made',
    access: 'anybody',
    status: 200,
    response: FirstStartShape,
    example: { response: { needed: false } },
    refusals: [],
    run: async ({ reads }) => ok({ needed: (await reads.findHomeTenant()) === undefined }),
  }),
  operation({
    id: 'createHomeTenant',
    method: 'POST',
    path: '/home-tenant',
    tag: TAG,
    summary: 'Make the home tenant with its first operator',
    description:
      'Works once. The first operator has the given roles `operator` and `admin`. Everybody in the home tenant needs a second factor. Afterwards only operators and `OPERATOR_KEY` change the home tenant.',
    access: 'operator',
    body: NewHomeTenantShape,
    status: 201,
    created: { path: '/tenants', member: 'tenant' },
    response: HomeTenantShape,
    example: {
      request: { name: 'Our company', email: 'ada@example.com' },
      response: {
        tenant: { ...examples.tenant, name: 'Our company', home: true },
        user: {
          ...people.user,
          status: 'invited',
          roles: ['operator', 'admin'],
          given_roles: ['operator', 'admin'],
        },
        sign_in_url: 'https://sso.example.com/password?token=…&return_to=%2Fconsole%2F',
      },
    },
    command: 'create_home_tenant',
    never: ['tenant_unknown', 'home_tenant_reserved'],
    async run(deps, { body: { name, email } }) {
      const tenant: Tenant = {
        id: newId('ten', deps.random),
        name,
        jurisdiction: 'none',
        home: true,
        createdAt: deps.clock(),
      }
      const command = { kind: 'create_home_tenant', tenant, email } as const
      const made = toApi(await deps.commands.run(gateOf(tenant), command, deps.envelope))
      if (!made.ok) return made
      const { user, url } = made.value
      return ok({
        tenant: writeTenant(made.value.tenant),
        user: writeUser(user),
        sign_in_url: `${url}&${AFTERWARDS}`,
      })
    },
  }),
]
