// SSO keys: the service-provider identities of a tenant. What an IdP's administrator enters is
// here.

import * as v from 'valibot'
import { ok, refuse } from '../../result.ts'
import { certificateFingerprint } from '../../tenants/certificate-fingerprint.ts'
import type { Listed, Page } from '../../tenants/page.ts'
import { SSO, SSO_OR_CERTIFICATE } from '../../tenants/setup-links/guest-rights.ts'
import {
  ENVIRONMENTS,
  type FurtherCertificate,
  type SsoKey,
  ssoKeyUrls,
} from '../../tenants/sso-key.ts'
import { confirmQuery } from './engine/confirm-query.ts'
import { Fingerprint, id, Name, Time, Url, writeTime } from './engine/members.ts'
import { operation, shown } from './engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from './engine/page.ts'
import { runCommand } from './engine/run-command.ts'
import { page } from './examples/example.ts'
import * as examples from './examples/example-resources.ts'

const Environment = v.pipe(
  v.picklist(
    ENVIRONMENTS,
    'must be "production", or "non_production" for staging, test and development',
  ),
  v.description(
    'Whether real people sign in with it. Sign-ins of a `non_production` key are kept apart: they make no production session and administer nothing. It cannot be changed.',
  ),
)

const Encryption = v.pipe(
  v.boolean(),
  v.description(
    'SP metadata offers the certificate for encryption. Some identity providers then encrypt by themselves. Assertions that are encrypted for it are decrypted either way.',
  ),
)

const CertificateShape = v.strictObject({
  fingerprint_sha256: Fingerprint,
  state: v.pipe(
    v.picklist(['current', 'next', 'retired']),
    v.description(
      'Requests are signed with the current one. SP metadata holds the next one too. What is encrypted for any of them is decrypted.',
    ),
  ),
  certificate_pem: v.string(),
  not_after: Time,
})

/** An SSO key as the API shows it; the private key is never shown. */
export const SsoKeyShape = v.pipe(
  v.strictObject({
    id: id('sso'),
    tenant_id: id('ten'),
    name: Name,
    environment: Environment,
    entity_id: v.pipe(Url, v.description('EntityID of the service provider.')),
    sign_on_url: v.pipe(Url, v.description('AssertionConsumerService, binding HTTP-POST.')),
    login_url: v.pipe(Url, v.description('Where a login starts.')),
    metadata_url: Url,
    certificate_url: Url,
    certificate_pem: v.pipe(v.string(), v.description('The current certificate.')),
    certificate_expires_at: Time,
    certificates: v.array(CertificateShape),
    encryption: Encryption,
    created_at: Time,
  }),
  v.title('SsoKey'),
)

/** Writes an SSO key. */
export function writeSsoKey(key: SsoKey): v.InferOutput<typeof SsoKeyShape> {
  const urls = ssoKeyUrls(key)
  return {
    id: key.id,
    tenant_id: key.tenantId,
    name: key.name,
    environment: key.environment,
    entity_id: urls.spEntityID,
    sign_on_url: urls.acsUrl,
    login_url: urls.loginUrl,
    metadata_url: urls.spEntityID,
    certificate_url: urls.certificateUrl,
    certificate_pem: key.certificatePem,
    certificate_expires_at: writeTime(key.certificateNotAfter),
    certificates: [{ state: 'current' as const, ...key }, ...key.furtherCertificates].map(
      writeCertificate,
    ),
    encryption: key.encryption,
    created_at: writeTime(key.createdAt),
  }
}

const writeCertificate = ({
  state,
  certificatePem,
  certificateNotAfter,
}: Omit<FurtherCertificate, 'state'> & {
  readonly state: v.InferOutput<typeof CertificateShape>['state']
}): v.InferOutput<typeof CertificateShape> => ({
  fingerprint_sha256: certificateFingerprint(certificatePem),
  state,
  certificate_pem: certificatePem,
  not_after: writeTime(certificateNotAfter),
})

/**
 * Issuing, changing and deleting SSO keys. The limit of five holds in the gate, under any
 * concurrency (I1).
 */
export const ssoKeyOperations = [
  operation({
    id: 'issueSsoKey',
    method: 'POST',
    path: '/tenants/{tenant_id}/sso-keys',
    tag: 'SSO keys',
    summary: 'Issue an SSO key: an EntityID, a Sign-On URL, a key pair and its certificate',
    description: 'A tenant has at most five.',
    access: 'configure',
    guests: SSO,
    body: v.strictObject({ name: Name, environment: Environment }),
    status: 201,
    response: SsoKeyShape,
    example: { request: { name: 'main', environment: 'production' }, response: examples.ssoKey },
    command: 'issue_sso_key',
    async run(deps, { params, body }) {
      const issued = await runCommand(deps, params.tenant_id, {
        kind: 'issue_sso_key',
        tenantId: params.tenant_id,
        origin: deps.config.publicOrigin,
        ...body,
      })
      return issued.ok ? shown(issued.value, writeSsoKey) : issued
    },
  }),
  operation({
    id: 'listSsoKeys',
    method: 'GET',
    path: '/tenants/{tenant_id}/sso-keys',
    tag: 'SSO keys',
    summary: 'List the SSO keys of a tenant',
    access: 'read',
    guests: SSO_OR_CERTIFICATE,
    query: PageQuery,
    status: 200,
    response: pageOf(SsoKeyShape),
    example: { response: page(examples.ssoKey) },
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      if (!(await deps.reads.findTenant(params.tenant_id)))
        return refuse({ code: 'tenant_unknown' })
      const keys = await deps.reads.listSsoKeys(params.tenant_id)
      return ok(writePage(sliceOf(keys, readPage(query)), writeSsoKey))
    },
  }),
  operation({
    id: 'getSsoKey',
    method: 'GET',
    path: '/tenants/{tenant_id}/sso-keys/{sso_id}',
    tag: 'SSO keys',
    summary: 'Read an SSO key',
    access: 'read',
    guests: SSO_OR_CERTIFICATE,
    status: 200,
    response: SsoKeyShape,
    example: { response: examples.ssoKey },
    refusals: ['sso_key_unknown'],
    async run(deps, { params }) {
      const key = await deps.reads.findSsoKey(params.tenant_id, params.sso_id)
      return key ? shown(key, writeSsoKey) : refuse({ code: 'sso_key_unknown' })
    },
  }),
  operation({
    id: 'updateSsoKey',
    method: 'PATCH',
    path: '/tenants/{tenant_id}/sso-keys/{sso_id}',
    tag: 'SSO keys',
    summary: 'Rename an SSO key, or offer it for encryption in SP metadata, or no longer',
    description: 'EntityID, URLs and certificates stay. Both take effect at once.',
    access: 'configure',
    body: v.strictObject({ name: v.exactOptional(Name), encryption: v.exactOptional(Encryption) }),
    status: 200,
    response: SsoKeyShape,
    example: { request: { encryption: true }, response: { ...examples.ssoKey, encryption: true } },
    command: 'update_sso_key',
    async run(deps, { params, body }) {
      const updated = await runCommand(deps, params.tenant_id, {
        kind: 'update_sso_key',
        tenantId: params.tenant_id,
        ssoId: params.sso_id,
        change: body,
      })
      return updated.ok ? shown(updated.value, writeSsoKey) : updated
    },
  }),
  operation({
    id: 'deleteSsoKey',
    method: 'DELETE',
    path: '/tenants/{tenant_id}/sso-keys/{sso_id}',
    tag: 'SSO keys',
    summary: 'Delete an SSO key; its URLs stop working and are never issued again',
    access: 'configure',
    recentAuthentication: true,
    query: confirmQuery('SSO key'),
    status: 204,
    command: 'delete_sso_key',
    async run(deps, { params, query }) {
      const deleted = await runCommand(deps, params.tenant_id, {
        kind: 'delete_sso_key',
        tenantId: params.tenant_id,
        ssoId: params.sso_id,
        confirm: query.confirm,
      })
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
]

/** A tenant's few keys come all at once; the list pages like every other. */
function sliceOf(keys: readonly SsoKey[], { limit, after }: Page): Listed<SsoKey> {
  const before = after === undefined ? -1 : keys.findIndex((key) => key.id === after)
  if (after !== undefined && before === -1) return { items: [] }
  const items = keys.slice(before + 1, before + 1 + limit)
  const last = items.at(-1)
  return last === undefined || last === keys.at(-1) ? { items } : { items, next: last.id }
}
