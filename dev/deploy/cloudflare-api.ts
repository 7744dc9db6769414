// Cloudflare's API, as far as wrangler's commands do not reach: looking what there is, and making
// D1 and KV before the Worker.

import { Mistake } from './mistake.ts'

const DEFAULT_URL = 'https://api.cloudflare.com/client/v4'
const TIMEOUT_MS = 30_000
/** What a token needs, in the words of Cloudflare's dashboard. */
const PERMISSIONS =
  'Workers Scripts: Edit, Workers KV Storage: Edit, D1: Edit, Account Settings: Read, and for a domain Zone > Workers Routes: Edit'

/** A request that Cloudflare refused. */
export class ApiRefusal extends Mistake {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export interface CloudflareApi {
  get<T>(path: string): Promise<T>
  send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T>
}

/** Speaks to the API with a token, which appears in no message. */
export function createApi(token: string, env: NodeJS.ProcessEnv): CloudflareApi {
  const base = env.CLOUDFLARE_API_BASE_URL || DEFAULT_URL
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((fault: unknown) => {
      throw new Mistake(`Cloudflare's API could not be reached (${method} ${path}).`, {
        cause: fault,
      })
    })
    const envelope: Envelope<T> | undefined = await response.json().catch(() => undefined)
    if (response.ok && envelope?.success) return envelope.result
    throw refusalOf(response.status, envelope?.errors?.[0], `${method} ${path}`)
  }
  return {
    get: (path) => ask('GET', path),
    send: (method, path, body) => ask(method, path, body),
  }
}

interface Envelope<T> {
  readonly success: boolean
  readonly result: T
  readonly errors?: readonly { readonly code: number; readonly message: string }[]
}

function refusalOf(
  status: number,
  error: { readonly code: number; readonly message: string } | undefined,
  request: string,
): ApiRefusal {
  const code = error?.code ?? 0
  const says = `Cloudflare answers: ${error?.message ?? 'nothing that can be read'} (${status}, code ${code}, ${request}).`
  if (status === 401)
    return new ApiRefusal(
      status,
      code,
      `${says}\nThe token is not valid. Make another, or log in again.`,
    )
  if (status === 403)
    return new ApiRefusal(
      status,
      code,
      `${says}\nThe token may not do this. It needs: ${PERMISSIONS}.`,
    )
  return new ApiRefusal(status, code, says)
}
