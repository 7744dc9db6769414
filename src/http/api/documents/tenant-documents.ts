// Configuration as code: a tenant's configuration out as one document, and in again.

import * as v from 'valibot'
import { ok, refuse } from '../../../result.ts'
import { WAY_IN_REFUSALS } from '../../../tenants/enforcement.ts'
import { operation } from '../engine/operation.ts'
import * as examples from '../examples/example-resources.ts'
import { applyDocument } from './apply-document.ts'
import { checkDocument } from './check-document.ts'
import { compareDocuments } from './compare-documents.ts'
import { readTenantConfiguration } from './read-tenant-configuration.ts'
import { TenantDocumentShape, writeTenantDocument } from './tenant-document.ts'
import { tryDocument } from './try-document.ts'

/** Certificates make documents large. */
const DOCUMENT_LIMIT = 1024 * 1024

const ImportShape = v.pipe(
  v.strictObject({
    dry_run: v.pipe(v.boolean(), v.description('Nothing was changed.')),
    entries: v.array(
      v.strictObject({
        kind: v.picklist(['tenant', 'sso_key', 'external_idp', 'connector', 'application']),
        name: v.pipe(v.string(), v.description('The name; of a connector its reference.')),
        change: v.pipe(
          v.picklist(['create', 'update', 'unchanged', 'remaining']),
          v.description(
            '`remaining` is not in the document, and stays: an import deletes nothing.',
          ),
        ),
        members: v.array(
          v.strictObject({ member: v.string(), before: v.unknown(), after: v.unknown() }),
        ),
      }),
    ),
  }),
  v.title('ImportedDocument'),
)

/** Export and import of a tenant. */
export const tenantDocumentOperations = [
  operation({
    id: 'exportTenant',
    method: 'GET',
    path: '/tenants/{tenant_id}/export',
    tag: 'Configuration as code',
    summary: 'Read the configuration of a tenant as one document',
    description:
      'It refers by names and holds neither ids nor secrets, so it can be kept in version control and imported elsewhere. A child tenant has a document of its own.',
    access: 'read',
    status: 200,
    response: TenantDocumentShape,
    example: { response: examples.document },
    refusals: ['tenant_unknown'],
    async run(deps, { params }) {
      const configuration = await readTenantConfiguration(deps, params.tenant_id)
      return configuration
        ? ok(writeTenantDocument(configuration))
        : refuse({ code: 'tenant_unknown' })
    },
  }),
  operation({
    id: 'importTenant',
    method: 'PUT',
    path: '/tenants/{tenant_id}/import',
    tag: 'Configuration as code',
    summary: 'Bring a tenant to what a document says; the answer is the difference',
    description:
      'The whole document is checked before anything is changed. Changed connectors become drafts: nothing goes live. Importing what was exported changes nothing; an import that was interrupted is finished by importing again.',
    access: 'configure',
    recentAuthentication: true,
    query: v.strictObject({
      dry_run: v.exactOptional(
        v.pipe(
          v.picklist(['true', 'false']),
          v.description('`true`: the difference is shown and nothing changes.'),
        ),
      ),
    }),
    body: TenantDocumentShape,
    bodyLimit: DOCUMENT_LIMIT,
    status: 200,
    response: ImportShape,
    example: {
      request: examples.document,
      response: {
        dry_run: false,
        entries: [
          {
            kind: 'connector',
            name: 'acme-okta',
            change: 'update',
            members: [{ member: '/force_authn', before: false, after: true }],
          },
        ],
      },
    },
    refusals: [
      'tenant_unknown',
      'api_document_secret',
      'sso_key_limit_reached',
      'sso_key_name_taken',
      'sso_key_unknown',
      'external_idp_name_taken',
      'external_idp_unknown',
      'external_idp_without_certificate',
      'connector_name_taken',
      'connector_reference_taken',
      'connector_binding_not_offered',
      'connector_tenant_foreign',
      'connector_role_unknown',
      'tenant_role_in_use',
      'connector_application_foreign',
      'tenant_application_foreign',
      'connector_custom_field_conflict',
      'connector_sso_key_taken',
      'connector_unknown',
      ...WAY_IN_REFUSALS,
    ],
    async run(deps, { params, query, body }) {
      const configuration = await readTenantConfiguration(deps, params.tenant_id)
      if (configuration === undefined) return refuse({ code: 'tenant_unknown' })
      const checked = await checkDocument(deps.config, configuration, body)
      if (!checked.ok) return checked
      const changes = compareDocuments(checked.value.now, checked.value.document)
      const tried = await tryDocument(deps, configuration, checked.value.document, changes)
      if (!tried.ok) return tried
      const dryRun = query.dry_run === 'true' || deps.envelope.validateOnly === true
      if (!dryRun) {
        const applied = await applyDocument(deps, configuration, checked.value, changes)
        if (!applied.ok) return applied
      }
      return ok({
        dry_run: dryRun,
        entries: changes.map(({ members, ...entry }) => ({ ...entry, members: [...members] })),
      })
    },
  }),
]
