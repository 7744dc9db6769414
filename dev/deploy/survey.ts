// What is in the account already. Nothing is kept on this machine that the account knows itself: a
// deployment may be continued from anywhere.

import { ApiRefusal, type CloudflareApi } from './cloudflare-api.ts'
import { Mistake } from './mistake.ts'
import type { Names } from './names.ts'

export interface Database {
  readonly uuid: string
  readonly name: string
  readonly jurisdiction?: string | null
}

/** What the account has of a deployment. */
export interface Survey {
  readonly accountId: string
  readonly database?: Database
  /** Whether the database holds tenants, and so private keys that some MASTER_KEY has sealed. */
  readonly holdsData: boolean
  readonly namespaceId?: string
  /** `undefined`: the Worker does not exist yet. */
  readonly worker?: {
    readonly secrets: readonly string[]
    readonly vars: Readonly<Record<string, string>>
  }
}

const WORKER_UNKNOWN = 10_007
const DATABASE_UNKNOWN = 7404
const STATEMENT_REFUSED = 7500
const PAGE_SIZE = 100
const MAX_PAGES = 50

/** Chooses the account: the one that is named, or the only one that the token reaches. */
export async function findAccount(api: CloudflareApi, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) return wanted
  const accounts = await api.get<readonly { id: string; name: string }[]>('/accounts?per_page=50')
  const [only, ...others] = accounts
  if (only === undefined) throw new Mistake('Your login reaches no Cloudflare account.')
  if (others.length === 0) return only.id
  const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  throw new Mistake(`Your login has several accounts. Name one with --account:\n${list}`)
}

/** Looks at everything that the deployment consists of. Reads only. */
export async function survey(api: CloudflareApi, accountId: string, names: Names): Promise<Survey> {
  const account = `/accounts/${accountId}`
  const database = await orNone(
    DATABASE_UNKNOWN,
    api.get<Database>(`${account}/d1/database/${names.databaseId ?? names.database}`),
  )
  const namespaceId = names.namespaceId ?? (await findNamespace(api, account, names.namespace))
  const script = `${account}/workers/scripts/${names.worker}`
  const settings = await orNone(WORKER_UNKNOWN, api.get<Settings>(`${script}/settings`))
  const bindings = settings?.bindings ?? []
  return {
    accountId,
    ...(database !== undefined && { database }),
    holdsData: database !== undefined && (await hasTenants(api, account, database)),
    ...(namespaceId !== undefined && { namespaceId }),
    ...(settings !== undefined && {
      worker: {
        secrets: bindings.flatMap(({ name, type }) => (type === 'secret_text' ? [name] : [])),
        vars: Object.fromEntries(
          bindings.flatMap(({ name, type, text }) =>
            type === 'plain_text' && text !== undefined ? [[name, text]] : [],
          ),
        ),
      },
    }),
  }
}

/** A database that no migration has reached yet has no such table. */
async function hasTenants(
  api: CloudflareApi,
  account: string,
  { uuid }: Database,
): Promise<boolean> {
  const sql = 'SELECT 1 FROM tenants LIMIT 1'
  const asked = api.send<QueryResult>('POST', `${account}/d1/database/${uuid}/query`, { sql })
  const [result] = (await orNone(STATEMENT_REFUSED, asked)) ?? []
  return (result?.results?.length ?? 0) > 0
}

type QueryResult = readonly { readonly results?: readonly object[] }[]

interface Settings {
  readonly bindings: readonly {
    readonly name: string
    readonly type: string
    readonly text?: string
  }[]
}

async function findNamespace(
  api: CloudflareApi,
  account: string,
  title: string,
): Promise<string | undefined> {
  for (let page = 1; page <= MAX_PAGES; page++) {
    const some = await api.get<readonly { id: string; title: string }[]>(
      `${account}/storage/kv/namespaces?per_page=${PAGE_SIZE}&page=${page}`,
    )
    const found = some.find((namespace) => namespace.title === title)
    if (found !== undefined) return found.id
    if (some.length < PAGE_SIZE) return undefined
  }
  throw new Mistake(`The account has too many KV namespaces to look through for ${title}.`)
}

/** The value. `undefined` if Cloudflare does not know it. */
async function orNone<T>(code: number, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (fault) {
    if (fault instanceof ApiRefusal && fault.code === code) return undefined
    throw fault
  }
}
