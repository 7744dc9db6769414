// What the stub remembers of an account, and what the tests may set or look at.

export interface Database {
  readonly uuid: string
  readonly name: string
  readonly jurisdiction: string | null
}

export interface Namespace {
  readonly id: string
  readonly title: string
}

export interface Edge {
  /** Runs SQL as one transaction, as D1 does; throws what D1 says. */
  runSql(database: string, sql: string): Promise<readonly object[]>
  /** Sends a request to whatever the host name leads to. */
  fetch(url: URL, init: { method: string; headers: Headers; body?: Uint8Array }): Promise<Response>
  stop(): Promise<void>
}

/** A binding as a script's metadata has it. */
export interface Binding {
  readonly name: string
  readonly type: string
  readonly text?: string
  readonly id?: string
  readonly namespace_id?: string
  readonly class_name?: string
  readonly simple?: { readonly limit: number; readonly period: number }
}

export interface Module {
  readonly path: string
  readonly contents: string
}

/** The files of a version by their path, as wrangler names them. */
export type AssetManifest = Readonly<
  Record<string, { readonly hash: string; readonly size: number }>
>

export interface Version {
  readonly id: string
  readonly number: number
  readonly bindings: readonly Binding[]
  /** The modules, the main one first. */
  readonly modules: readonly Module[]
  readonly assets: AssetManifest
  /** Paths that no file is looked up for, as `run_worker_first` has them. */
  readonly workerFirst: readonly string[]
  readonly compatibilityDate: string
  readonly compatibilityFlags: readonly string[]
  readonly createdOn: string
}

export interface Deployment {
  readonly id: string
  readonly versions: readonly { readonly version_id: string; readonly percentage: number }[]
  readonly created_on: string
}

export interface Script {
  readonly name: string
  readonly versions: Version[]
  readonly deployments: Deployment[]
  /** Classes of Durable Objects that the newest deployment has provisioned. */
  readonly classes: Set<string>
  subdomain: { enabled: boolean; previews_enabled: boolean }
  schedules: readonly string[]
}

export interface Domain {
  readonly id: string
  readonly hostname: string
  readonly service: string
  readonly zone_id: string
  readonly zone_name: string
}

export interface Account {
  readonly id: string
  readonly token: string
  /** Parts of the API that the token may not use, as the beginning of a path below the account. */
  readonly forbidden: string[]
  readonly limits: { databases: number }
  /** The account's own name under workers.dev; `undefined`: it has registered none. */
  subdomain: string | undefined
  readonly zones: { readonly id: string; readonly name: string }[]
  /** Host names with DNS records that somebody made outside of Workers. */
  readonly dnsRecords: string[]
  readonly databases: Database[]
  readonly namespaces: Namespace[]
  readonly scripts: Map<string, Script>
  /** Static assets by their hash, and begun uploads by their token. */
  readonly files: Map<string, Buffer>
  readonly uploads: Map<string, AssetManifest>
  readonly domains: Domain[]
  /** Every SQL text that was sent to D1. */
  readonly statements: string[]
  /** Method and path of every request, in order. */
  readonly requests: string[]
  /** Refuses the next requests whose method and path match, as an outage would. */
  readonly outages: { readonly request: RegExp; left: number }[]
  readonly edge: Edge
}
