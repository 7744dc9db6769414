// What somebody does after a deployment, with the operator key that was made: an API key, a tenant,
// an SSO key.

import type { Operator } from './operator.ts'

/** Returns the id of an SSO key of a new tenant. */
export async function issueSsoKey({ cloudflare, secret }: Operator): Promise<string> {
  const post = async (route: string, key: string, body: object) => {
    const response = await cloudflare.account.edge.fetch(
      new URL(`https://sso.example.com/api/v1${route}`),
      {
        method: 'POST',
        headers: new Headers({
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
        }),
        body: Buffer.from(JSON.stringify(body)),
      },
    )
    const text = await response.text()
    if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const scopes = ['read', 'configure']
  const { secret: key } = await post('/api-keys', secret('OPERATOR_KEY'), { name: 'first', scopes })
  const tenant = await post('/tenants', key, { name: 'Acme', jurisdiction: 'none' })
  const ssoKey = await post(`/tenants/${tenant.id}/sso-keys`, key, {
    name: 'Main',
    environment: 'production',
  })
  return ssoKey.id
}
