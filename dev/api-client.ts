// A small client of the configuration API, for seeding and for the scripted runs.

/** An answer of the API that was not asked to succeed. */
export interface ApiAnswer {
  readonly status: number
  // Whatever JSON came: scripts look into it with assertions.
  readonly body: unknown
}

export interface ApiClient {
  /** Reads a resource; throws with the problem's text when the API says no. */
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  /** Finds an item of a list by its name, through every page. */
  findByName<T extends { readonly name: string }>(
    path: string,
    name: string,
  ): Promise<T | undefined>
  /** Sends anything and returns the answer whatever it is. */
  send(method: string, path: string, body?: unknown): Promise<ApiAnswer>
}

interface List<T> {
  readonly data: readonly T[]
  readonly next_cursor: string | null
}

/** Makes a client for `{origin}/api/v1` with a bearer key. */
export function createApiClient(origin: string, key: string): ApiClient {
  async function request(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
  async function expect<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await request(method, path, body)
    if (!answer.ok)
      throw new Error(`${method} /api/v1${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  return {
    get: (path) => expect('GET', path),
    post: (path, body) => expect('POST', path, body),
    async findByName<T extends { readonly name: string }>(path: string, name: string) {
      let cursor: string | null = ''
      do {
        const list: List<T> = await expect('GET', cursor ? `${path}?cursor=${cursor}` : path)
        const found = list.data.find((item) => item.name === name)
        if (found !== undefined) return found
        cursor = list.next_cursor
      } while (cursor !== null)
      return undefined
    },
    async send(method, path, body) {
      const answer = await request(method, path, body)
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
    },
  }
}
