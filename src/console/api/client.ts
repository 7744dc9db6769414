// The only way to the API: JSON, same origin, typed by the OpenAPI document. It repeats what may be
// repeated, and waits where the person has to sign in or to prove who they are.

import { isGuestTab } from './acting-as.ts'
import { beginWaiting, waitForSignIn, waitForStepUp } from './interruptions.ts'
import { ApiProblem, readProblem } from './problem.ts'
import type { Operations } from './schema.d.ts'

/** Method and path of an operation, as in `GET /tenants/{tenant_id}`. */
export type OperationKey = keyof Operations
/** What an operation answers. */
export type Answer<K extends OperationKey> = Operations[K]['answer']

type Given<Name extends string, T> = [T] extends [undefined]
  ? object
  : Record<string, never> extends T
    ? { readonly [N in Name]?: T }
    : undefined extends T
      ? { readonly [N in Name]?: T }
      : { readonly [N in Name]: T }

/** How one request is conducted. */
export interface Conduct {
  /** The resource as the person saw it: the change is refused (412) if it changed since. */
  readonly onto?: object | undefined
  readonly signal?: AbortSignal | undefined
  /** A missing session is an answer, and nothing to ask the person about. */
  readonly quietly?: boolean
  /** It is the set-up link's request, whoever this tab works for. */
  readonly asGuest?: boolean
  /** A credential that somebody typed, as OPERATOR_KEY at the first start. Kept nowhere. */
  readonly credential?: string
}

/** What an operation takes: the names in its path, its query and its body. */
export type Input<K extends OperationKey> = Given<'path', Operations[K]['path']> &
  Given<'query', Operations[K]['query']> &
  Given<'body', Operations[K]['body']> &
  Conduct

const API = '/api/v1'
const MAX_TRIES_OF_A_CHANGE = 6
const FIRST_WAIT_SECONDS = 2
const LONGEST_WAIT_SECONDS = 15

const tags = new WeakMap<object, string>()

/** A request whose path is filled in. */
export interface PlainRequest extends Conduct {
  readonly method: string
  /** Below `/api/v1`. */
  readonly path: string
  readonly body?: unknown
}

/** Asks the API. Throws an `ApiProblem` for whatever is no success. */
export async function request<K extends OperationKey>(key: K, input: Input<K>): Promise<Answer<K>> {
  const { path, query, body, ...conduct } = input as Conduct & {
    readonly path?: Readonly<Record<string, string>>
    readonly query?: Readonly<Record<string, string | number | undefined>>
    readonly body?: unknown
  }
  const [method = 'GET', template = ''] = key.split(' ')
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(path?.[name] ?? ''),
  )
  return send({ method, path: filled + writeQuery(query), body, ...conduct }) as Promise<Answer<K>>
}

function writeQuery(query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}

/** Asks for a path that the document may not describe. */
export async function send(asked: PlainRequest): Promise<unknown> {
  const isRead = asked.method === 'GET'
  // A creation that is repeated under its key happens once.
  const key = asked.method === 'POST' ? crypto.randomUUID() : undefined
  let endWaiting: (() => void) | undefined
  try {
    for (let tries = 1; ; tries++) {
      const answer = await ask(asked, key)
      if (!(answer instanceof ApiProblem)) return answer
      if (!isOutage(answer, isRead) || (!isRead && tries >= MAX_TRIES_OF_A_CHANGE)) {
        if (await isMended(answer, asked)) continue
        throw answer
      }
      endWaiting ??= beginWaiting()
      await wait(answer.retryAfter ?? FIRST_WAIT_SECONDS * tries, asked.signal)
    }
  } finally {
    endWaiting?.()
  }
}

async function ask(asked: PlainRequest, key: string | undefined): Promise<unknown> {
  const { method, path, body, onto, signal, credential, asGuest = isGuestTab() } = asked
  const tag = onto && tags.get(onto)
  let answer: Response
  try {
    answer = await fetch(API + path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
        ...(tag === undefined ? {} : { 'If-Match': tag }),
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
        ...(credential === undefined ? {} : { Authorization: `Bearer ${credential}` }),
        ...(asGuest ? { 'Edge-SSO-As': 'guest' } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (fault) {
    if (signal?.aborted) throw fault
    return new ApiProblem({ detail: 'The service cannot be reached.' }, 0)
  }
  return answer.ok ? readAnswer(answer) : readProblem(answer)
}

async function readAnswer(answer: Response): Promise<unknown> {
  if (answer.status === 204) return undefined
  const value: unknown = await answer.json()
  const tag = answer.headers.get('ETag')
  if (tag !== null && typeof value === 'object' && value !== null) tags.set(value, tag)
  return value
}

/**
 * A 503 says that nothing was half done. After a request that got no answer nobody knows, so only
 * what reads is asked again.
 */
const isOutage = ({ status }: ApiProblem, isRead: boolean): boolean =>
  status === 503 || status === 429 || (status === 0 && isRead)

/** Lets the person mend what they can mend; tells whether to ask again. */
function isMended(problem: ApiProblem, { quietly }: PlainRequest): Promise<boolean> {
  if (problem.code === 'api_recent_authentication_required' && problem.authenticationUrl)
    return waitForStepUp(problem.authenticationUrl)
  const isOver = problem.status === 401 || (problem.status === 410 && isGuestTab())
  if (isOver && !quietly) return waitForSignIn()
  return Promise.resolve(false)
}

function wait(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  const milliseconds = Math.min(seconds, LONGEST_WAIT_SECONDS) * 1_000
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
