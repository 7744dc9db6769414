// A bounded load from one process on loopback: so many requests, so many at a time, and what share
// was answered as expected.

import { Agent, request as send } from 'node:http'

export interface LoadInput {
  readonly total: number
  readonly concurrency: number
  readonly expected: number
  readonly url: string
  /** The n-th request. */
  request(n: number): {
    readonly method: string
    readonly headers?: Record<string, string>
    readonly body?: string
  }
}

/** Runs the load and answers requests per second. Throws when an answer is not the expected one. */
export async function load({
  total,
  concurrency,
  expected,
  url,
  request,
}: LoadInput): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  let next = 0
  const started = performance.now()
  const worker = async () => {
    for (let n = next++; n < total; n = next++) {
      const status = await once(url, request(n), agent)
      if (status !== expected) throw new Error(`${url} answered ${status} instead of ${expected}`)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  agent.destroy()
  return total / ((performance.now() - started) / 1000)
}

function once(
  url: string,
  { method, headers = {}, body }: ReturnType<LoadInput['request']>,
  agent: Agent,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = send(url, { method, headers, agent }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
