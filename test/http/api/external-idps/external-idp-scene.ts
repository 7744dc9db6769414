// Metadata that the API fetches from where a test put it.

import { beforeAll } from 'vitest'
import {
  type Caller,
  makeCertificate,
  makeTenant,
  openCaller,
} from '../../../support/api-tenant.ts'

export const URL_OF_METADATA = 'https://idp.example.com/metadata'

export const documents = new Map<string, string>()

/** A caller of the API, and documents behind metadata URLs. */
export function externalIdpScene() {
  let caller: Caller
  let base: string
  let first: string
  let second: string
  beforeAll(async () => {
    caller = await openCaller({}, documents)
    base = `/tenants/${(await makeTenant(caller)).id}`
    first = await makeCertificate()
    second = await makeCertificate()
  })
  return {
    get caller() {
      return caller
    },
    get base() {
      return base
    },
    get second() {
      return second
    },
    get first() {
      return first
    },
  }
}
