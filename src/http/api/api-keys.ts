// API keys: minted by the operator, stored as a hash, shown once.

import * as v from 'valibot'
import { ok, refuse } from '../../result.ts'
import { newId } from '../../tenants/ids.ts'
import type { ApiKey } from '../../tenants/ports.ts'
import { hashSecret, newApiKeySecret } from './authenticate.ts'
import { id, Name, Time, writeTime } from './members.ts'
import { operation } from './operation.ts'
import { PageQuery, pageOf, readPage, writePage } from './page.ts'

const API_KEY_ENTRIES = { id: id('key'), name: Name, created_at: Time }

/** An API key without its secret. */
export const ApiKeyShape = v.pipe(v.strictObject(API_KEY_ENTRIES), v.title('ApiKey'))

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
  created_at: writeTime(key.createdAt),
})

/** The operator's operations: the only ones that `OPERATOR_KEY` opens. */
export const apiKeyOperations = [
  operation({
    id: 'createApiKey',
    method: 'POST',
    path: '/api-keys',
    tag: 'API keys',
    summary: 'Mint an API key',
    access: 'operator',
    body: v.strictObject({ name: Name }),
    status: 201,
    response: MintedApiKeyShape,
    refusals: [],
    async run(deps, { body }) {
      const secret = newApiKeySecret(deps)
      const key = { id: newId('key', deps.random), name: body.name, createdAt: deps.clock() }
      await deps.apiKeys.create({ ...key, secretHash: await hashSecret(secret) })
      return ok({ ...writeApiKey(key), secret })
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
    refusals: [],
    run: async (deps, { query }) =>
      ok(writePage(await deps.apiKeys.list(readPage(query)), writeApiKey)),
  }),
  operation({
    id: 'deleteApiKey',
    method: 'DELETE',
    path: '/api-keys/{api_key_id}',
    tag: 'API keys',
    summary: 'Delete an API key; it stops working at once',
    access: 'operator',
    status: 204,
    refusals: ['api_key_unknown'],
    run: async (deps, { params }) =>
      (await deps.apiKeys.delete(params.api_key_id))
        ? ok(undefined)
        : refuse({ code: 'api_key_unknown' }),
  }),
]
