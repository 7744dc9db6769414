// The rotation of an SSO key's certificate: issue the next one, let identity providers learn of it,
// activate it, and delete the one before when nobody encrypts for it any more.

import { operation, shown } from './engine/operation.ts'
import { runCommand } from './engine/run-command.ts'
import * as examples from './examples/example-resources.ts'
import { SsoKeyShape, writeSsoKey } from './sso-keys.ts'

/** Each answers the SSO key with all its certificates. */
export const ssoKeyCertificateOperations = [
  operation({
    id: 'issueSsoKeyCertificate',
    method: 'POST',
    path: '/tenants/{tenant_id}/sso-keys/{sso_id}/certificates',
    tag: 'SSO keys',
    summary: 'Issue the next certificate of an SSO key, with a key pair of its own',
    description:
      'SP metadata then holds both. Requests are signed with the current one until the next one is activated.',
    access: 'configure',
    status: 200,
    response: SsoKeyShape,
    example: { response: examples.ssoKey },
    command: 'issue_sso_key_certificate',
    async run(deps, { params }) {
      const issued = await runCommand(deps, params.tenant_id, {
        kind: 'issue_sso_key_certificate',
        tenantId: params.tenant_id,
        ssoId: params.sso_id,
      })
      return issued.ok ? shown(issued.value, writeSsoKey) : issued
    },
  }),
  operation({
    id: 'activateSsoKeyCertificate',
    method: 'POST',
    path: '/tenants/{tenant_id}/sso-keys/{sso_id}/certificates/{fingerprint}:activate',
    tag: 'SSO keys',
    summary: 'Sign requests with the next certificate; the current one is retired',
    description:
      'Every identity provider that verifies requests must know the next certificate by then. No version changes.',
    access: 'configure',
    recentAuthentication: true,
    status: 200,
    response: SsoKeyShape,
    example: { response: examples.ssoKey },
    command: 'activate_sso_key_certificate',
    async run(deps, { params }) {
      const activated = await runCommand(deps, params.tenant_id, {
        kind: 'activate_sso_key_certificate',
        tenantId: params.tenant_id,
        ssoId: params.sso_id,
        fingerprintSha256: params.fingerprint,
      })
      return activated.ok ? shown(activated.value, writeSsoKey) : activated
    },
  }),
  operation({
    id: 'deleteSsoKeyCertificate',
    method: 'DELETE',
    path: '/tenants/{tenant_id}/sso-keys/{sso_id}/certificates/{fingerprint}',
    tag: 'SSO keys',
    summary: 'Delete a retired or next certificate with its private key',
    access: 'configure',
    recentAuthentication: true,
    status: 204,
    command: 'delete_sso_key_certificate',
    async run(deps, { params }) {
      const deleted = await runCommand(deps, params.tenant_id, {
        kind: 'delete_sso_key_certificate',
        tenantId: params.tenant_id,
        ssoId: params.sso_id,
        fingerprintSha256: params.fingerprint,
      })
      return deleted.ok ? shown(deleted.value, () => undefined) : deleted
    },
  }),
]
