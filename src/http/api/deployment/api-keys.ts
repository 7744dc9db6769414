// API keys: minted by the operator, stored as a hash, shown once.

import * as v from 'valibot'
import { defined } from '../../../defined.ts'
import { ok, refuse } from '../../../result.ts'
import { API_SCOPES, type ApiKey, DEFAULT_SCOPES } from '../../../tenants/api-key.ts'
import { newId } from '../../../tenants/ids.ts'
import { hashSecret, newApiKeySecret } from '../engine/authenticate.ts'
import { id, Name, Time, writeOptionalTime, writeTime } from '../engine/members.ts'
import { type ApiRefusal, operation, shown } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { page } from '../examples/example.ts'
import * as examples from '../examples/example-resources.ts'
import { createOnce, deleteKnown } from './deployment-changes.ts'

const Scopes = v.pipe(
  v.array(v.picklist(API_SCOPES)),
  v.minLength(1, 'must name a scope'),
  v.check((scopes) => new Set(scopes).size === scopes.length, 'must name each scope once'),
  v.description(
    '`read`: see configuration and audit log. `configure`: change configuration. `users`: see and change people. `events`: see what happened.',
  ),
)
const BoundTo = v.pipe(
  v.nullable(id('ten')),
  v.description('The key reaches this tenant and its children only; null reaches every tenant.'),
)
const ExpiresAt = v.pipe(
  v.nullable(Time),
  v.description('From then on the key is none; null never.'),
)

const API_KEY_ENTRIES = {
  id: id('key'),
  name: Name,
  scopes: Scopes,
  tenant_id: BoundTo,
  expires_at: ExpiresAt,
  last_used_at: v.pipe(v.nullable(Time), v.description('To the hour.')),
  created_at: Time,
}

/** An API key without its secret. */
export const ApiKeyShape = v.pipe(v.strictObject(API_KEY_ENTRIES), v.title('ApiKey'))

/** What an API key is minted with. */
const NewApiKeyShape = v.pipe(
  v.strictObject({
    name: Name,
    scopes: v.exactOptional(
      v.pipe(Scopes, v.description('Every scope but `recover` when left out.')),
    ),
    tenant_id: v.exactOptional(BoundTo),
    expires_at: v.exactOptional(ExpiresAt),
  }),
  v.title('NewApiKey'),
)

/** A new API key: the only answer that carries the secret. */
export const MintedApiKeyShape = v.pipe(
  v.strictObject({
    ...API_KEY_ENTRIES,
    secret: v.pipe(
      v.string(),
      v.description('Bearer token for every other operation. Shown this once.'),
      v.examples(['esk_0fJ4…']),
    ),
  }),
  v.title('MintedApiKey'),
)

const writeApiKey = (key: ApiKey): v.InferOutput<typeof ApiKeyShape> => ({
  id: key.id,
  name: key.name,
  scopes: [...key.scopes],
  tenant_id: key.tenantId ?? null,
  expires_at: writeOptionalTime(key.expiresAt),
  last_used_at: writeOptionalTime(key.lastUsedAt),
  created_at: writeTime(key.createdAt),
})

const withoutSecret = ({ secret: _, ...key }: v.InferOutput<typeof MintedApiKeyShape>) => key

/** The operator's operations: the only ones that `OPERATOR_KEY` opens. */
export const apiKeyOperations = [
  operation({
    id: 'createApiKey',
    method: 'POST',
    path: '/api-keys',
    tag: 'API keys',
    summary: 'Mint an API key',
    access: 'operator',
    body: NewApiKeyShape,
    status: 201,
    response: MintedApiKeyShape,
    example: {
      request: {
        name: 'Provisioning',
        scopes: examples.apiKey.scopes,
        expires_at: examples.IN_A_YEAR,
      },
      response: { ...examples.apiKey, secret: 'esk_…' },
    },
    refusals: ['tenant_unknown'],
    async run(deps, { body }) {
      const { name, scopes = DEFAULT_SCOPES, tenant_id, expires_at } = body
      const now = deps.clock()
      const expiresAt = typeof expires_at === 'string' ? Date.parse(expires_at) : undefined
      if (expiresAt !== undefined && expiresAt <= now) return refuse(expired)
      if (typeof tenant_id === 'string' && !(await deps.reads.findTenant(tenant_id)))
        return refuse({ code: 'tenant_unknown', pointer: '/tenant_id' })
      const secret = newApiKeySecret(deps)
      const key: ApiKey = {
        id: newId('key', deps.random),
        name,
        scopes,
        ...(typeof tenant_id === 'string' ? { tenantId: tenant_id } : {}),
        ...defined({ expiresAt }),
        createdAt: now,
      }
      const after = writeApiKey(key)
      const secretHash = await hashSecret(secret)
      const minted = await createOnce(
        deps,
        { ...audited('minted', key), after, value: { ...after, secret } },
        (record) => deps.apiKeys.create({ ...key, secretHash }, record),
      )
      return minted.ok ? { ...minted, resource: withoutSecret(minted.value) } : minted
    },
  }),
  operation({
    id: 'listApiKeys',
    method: 'GET',
    path: '/api-keys',
    tag: 'API keys',
    summary: 'List API keys',
    access: 'operator',
    query: PageQuery,
    status: 200,
    response: pageOf(ApiKeyShape),
    example: { response: page(examples.apiKey) },
    refusals: [],
    run: async (deps, { query }) =>
      ok(writePage(await deps.apiKeys.list(readPage(query)), writeApiKey)),
  }),
  operation({
    id: 'getApiKey',
    method: 'GET',
    path: '/api-keys/{api_key_id}',
    tag: 'API keys',
    summary: 'Read an API key',
    access: 'operator',
    status: 200,
    response: ApiKeyShape,
    example: { response: examples.apiKey },
    refusals: ['api_key_unknown'],
    async run(deps, { params }) {
      const key = await deps.apiKeys.find(params.api_key_id)
      return key ? shown(writeApiKey(key), (written) => written) : refuse(unknown)
    },
  }),
  operation({
    id: 'deleteApiKey',
    method: 'DELETE',
    path: '/api-keys/{api_key_id}',
    tag: 'API keys',
    summary: 'Revoke an API key; it stops working at once',
    access: 'operator',
    status: 204,
    refusals: ['api_key_unknown'],
    async run(deps, { params }) {
      const key = await deps.apiKeys.find(params.api_key_id)
      if (key === undefined) return refuse(unknown)
      const change = { ...audited('revoked', key), before: writeApiKey(key) }
      return deleteKnown(deps, change, (record) => deps.apiKeys.delete(key.id, record))
    },
  }),
]

const unknown: ApiRefusal = { code: 'api_key_unknown' }
const expired: ApiRefusal = {
  code: 'api_members_invalid',
  errors: [{ pointer: '/expires_at', detail: 'must be in the future' }],
}

const audited = (verb: 'minted' | 'revoked', { id, tenantId }: ApiKey) => ({
  action: `api_key.${verb}`,
  target: { type: 'api_key', id },
  tenantId,
})
