// The operator of the demo, who works on every tenant in the console: the home tenant is made at
// the first start, and the link of the first sign-in works once.

import { type ApiClient, createApiClient } from '../api-client.ts'
import { PRODUCT } from './names.ts'

/** The address that the operator signs in with. */
export const OPERATOR_EMAIL = 'olivia.hart@parley.example'

interface Tenant {
  readonly id: string
  readonly name: string
  readonly home: boolean
}

interface User {
  readonly id: string
  readonly has_password: boolean
}

export interface OperatorInput {
  readonly workerOrigin: string
  readonly operatorKey: string
  /** Of the deployment: it finds the home tenant again. */
  readonly apiKey: string
}

/**
 * Makes the home tenant, unless there is one. Returns the address at which its operator signs in:
 * a link that works once, or the console if they have a password already.
 */
export async function inviteOperator({
  workerOrigin,
  operatorKey,
  apiKey,
}: OperatorInput): Promise<string> {
  const operator = createApiClient(workerOrigin, operatorKey)
  const home = await findHome(createApiClient(workerOrigin, apiKey))
  if (home === undefined) {
    const body = { name: PRODUCT, email: OPERATOR_EMAIL }
    return (await operator.post<{ sign_in_url: string }>('/home-tenant', body)).sign_in_url
  }
  const users = `/tenants/${home.id}/users`
  const { data } = await operator.get<{ data: readonly User[] }>(
    `${users}?email_prefix=${OPERATOR_EMAIL}`,
  )
  const [user] = data
  if (user === undefined || user.has_password) return `${workerOrigin}/console/`
  const link = `${users}/${user.id}:invite_password`
  const { url } = await operator.post<{ url: string }>(link, { deliver: 'answer' })
  return `${url}&${new URLSearchParams({ return_to: '/console/' })}`
}

async function findHome(api: ApiClient): Promise<Tenant | undefined> {
  const found = await api.findByName<Tenant>('/tenants', PRODUCT)
  return found?.home ? found : undefined
}
