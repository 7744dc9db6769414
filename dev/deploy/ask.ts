// One GET to a deployment, without following where it leads.

import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export type Ask = (path: string) => Promise<Answer>

const TIMEOUT_MS = 15_000
const MAX_BODY_LENGTH = 4 << 20

/**
 * Asks a deployment. `via` is another address that the requests go to, with the deployment's host
 * name: a tunnel, or a machine that knows the name before DNS does. `fetch` would not send a Host
 * of our choice.
 */
export const createAsk =
  (origin: string, via: string = origin): Ask =>
  (path) => {
    const { host } = new URL(origin)
    const target = new URL(path, via)
    const send = target.protocol === 'http:' ? requestHttp : requestHttps
    return new Promise((resolve, reject) => {
      const request = send(
        target,
        {
          headers: { host, 'user-agent': 'edge-sso-deploy' },
          servername: new URL(origin).hostname,
          timeout: TIMEOUT_MS,
        },
        (response) => {
          const parts: Buffer[] = []
          let length = 0
          response.on('data', (part: Buffer) => {
            length += part.length
            if (length > MAX_BODY_LENGTH) request.destroy(new Error('The answer is too long.'))
            parts.push(part)
          })
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(parts).toString('utf8'),
            }),
          )
          response.on('error', reject)
        },
      )
      request.on('timeout', () => request.destroy(new Error('no answer within 15 seconds')))
      request.on('error', reject)
      request.end()
    })
  }
