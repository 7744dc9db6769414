// External IdPs: previewed, saved, refreshed. What is saved is what the preview showed, because
// both run the same code.

import * as v from 'valibot'
import { ok, refuse } from '../../../result.ts'
import type { ExternalIdp } from '../../../tenants/external-idps/external-idp.ts'
import { SSO, SSO_OR_CERTIFICATE } from '../../../tenants/setup-links/guest-rights.ts'
import { PREVIEW_CODES } from '../engine/api-refusals.ts'
import { confirmation } from '../engine/confirm-query.ts'
import { operation, shown } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { runCommand } from '../engine/run-command.ts'
import { page } from '../examples/example.ts'
import * as examples from '../examples/example-resources.ts'
import {
  ChangeDecisionShape,
  ExternalIdpShape,
  IdpPreviewShape,
  writeExternalIdp,
  writePreview,
} from './external-idp-shapes.ts'
import {
  ExternalIdpChangeShape,
  IdpSourceShape,
  METADATA_BODY_LIMIT,
  NewExternalIdpShape,
} from './external-idp-sources.ts'
import { previewSource, previewToSave, readAgain, readChange } from './preview-source.ts'

/**
 * Metadata is read here, outside the gate: a slow identity provider holds up no other command of
 * the tenant.
 */
export const externalIdpOperations = [
  operation({
    id: 'previewExternalIdp',
    method: 'POST',
    path: '/tenants/{tenant_id}/external-idps:preview',
    tag: 'External IdPs',
    summary: 'Show what a save would store, with warnings; changes nothing',
    access: 'configure',
    guests: SSO_OR_CERTIFICATE,
    readOnly: true,
    body: IdpSourceShape,
    bodyLimit: METADATA_BODY_LIMIT,
    status: 200,
    response: IdpPreviewShape,
    example: {
      request: examples.metadataUrl,
      response: {
        recognised: 'metadata_url',
        recognised_in_words: 'The address of metadata of one identity provider.',
        still_needed: [],
        ...examples.described,
        warnings: [],
        entities: [examples.described.entity_id],
      },
    },
    refusals: ['tenant_unknown', ...PREVIEW_CODES],
    async run(deps, { params, body }) {
      if (!(await deps.reads.findTenant(params.tenant_id)))
        return refuse({ code: 'tenant_unknown' })
      const preview = await previewSource(deps, body)
      return preview.ok ? ok(writePreview(preview.value)) : preview
    },
  }),
  operation({
    id: 'createExternalIdp',
    method: 'POST',
    path: '/tenants/{tenant_id}/external-idps',
    tag: 'External IdPs',
    summary: 'Save an external IdP',
    access: 'configure',
    guests: SSO,
    body: NewExternalIdpShape,
    bodyLimit: METADATA_BODY_LIMIT,
    status: 201,
    response: ExternalIdpShape,
    example: { request: { name: 'Okta', ...examples.metadataUrl }, response: examples.externalIdp },
    command: 'create_external_idp',
    refusals: [...PREVIEW_CODES, 'api_entity_id_required'],
    async run(deps, { params, body }) {
      const { name, ...source } = body
      const preview = await previewToSave(deps, source)
      if (!preview.ok) return preview
      const { description, source: readFrom } = preview.value
      const created = await runCommand(deps, params.tenant_id, {
        kind: 'create_external_idp',
        tenantId: params.tenant_id,
        input: { name, source: readFrom, description },
      })
      return created.ok ? shown(created.value, writeAt(deps.clock())) : created
    },
  }),
  operation({
    id: 'listExternalIdps',
    method: 'GET',
    path: '/tenants/{tenant_id}/external-idps',
    tag: 'External IdPs',
    summary: 'List the external IdPs of a tenant',
    access: 'read',
    guests: SSO_OR_CERTIFICATE,
    query: PageQuery,
    status: 200,
    response: pageOf(ExternalIdpShape),
    example: { response: page(examples.externalIdp) },
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      if (!(await deps.reads.findTenant(params.tenant_id)))
        return refuse({ code: 'tenant_unknown' })
      const listed = await deps.reads.listExternalIdps(params.tenant_id, readPage(query))
      return ok(writePage(listed, writeAt(deps.clock())))
    },
  }),
  operation({
    id: 'getExternalIdp',
    method: 'GET',
    path: '/tenants/{tenant_id}/external-idps/{external_idp_id}',
    tag: 'External IdPs',
    summary: 'Read an external IdP',
    access: 'read',
    guests: SSO_OR_CERTIFICATE,
    status: 200,
    response: ExternalIdpShape,
    example: { response: examples.externalIdp },
    refusals: ['external_idp_unknown'],
    async run(deps, { params }) {
      const idp = await deps.reads.findExternalIdp(params.tenant_id, params.external_idp_id)
      return idp ? shown(idp, writeAt(deps.clock())) : refuse({ code: 'external_idp_unknown' })
    },
  }),
  operation({
    id: 'updateExternalIdp',
    method: 'PATCH',
    path: '/tenants/{tenant_id}/external-idps/{external_idp_id}',
    tag: 'External IdPs',
    summary: 'Rename an external IdP, or replace its source',
    description:
      'A changed entityID or endpoint makes a draft of each connector that uses it. Certificates of the same entityID stay until each is removed; a typed one goes live with a version that was tested with it.',
    access: 'configure',
    guests: SSO_OR_CERTIFICATE,
    body: ExternalIdpChangeShape,
    bodyLimit: METADATA_BODY_LIMIT,
    status: 200,
    response: ExternalIdpShape,
    example: {
      request: { name: 'Okta production' },
      response: { ...examples.externalIdp, name: 'Okta production' },
    },
    command: 'update_external_idp',
    refusals: [...PREVIEW_CODES, 'api_entity_id_required'],
    async run(deps, { params, body }) {
      const input = await readChange(deps, body)
      if (!input.ok) return input
      const updated = await runCommand(deps, params.tenant_id, {
        kind: 'update_external_idp',
        tenantId: params.tenant_id,
        externalIdpId: params.external_idp_id,
        input: input.value,
      })
      return updated.ok ? shown(updated.value, writeAt(deps.clock())) : updated
    },
  }),
  operation({
    id: 'refreshExternalIdp',
    method: 'POST',
    path: '/tenants/{tenant_id}/external-idps/{external_idp_id}:refresh',
    tag: 'External IdPs',
    summary: 'Read the metadata URL again; certificates added there are trusted at once',
    description: 'A changed entityID or sign-on endpoint is refused: update the source instead.',
    access: 'configure',
    recentAuthentication: true,
    status: 200,
    response: ExternalIdpShape,
    example: { response: examples.externalIdp },
    command: 'refresh_external_idp',
    refusals: ['external_idp_without_certificate', ...PREVIEW_CODES],
    async run(deps, { params }) {
      const { tenant_id: tenantId, external_idp_id: externalIdpId } = params
      const preview = await readAgain(deps, tenantId, externalIdpId)
      if (!preview.ok) return preview
      const { description } = preview.value
      const refreshed = await runCommand(deps, tenantId, {
        kind: 'refresh_external_idp',
        tenantId,
        externalIdpId,
        description,
      })
      return refreshed.ok ? shown(refreshed.value, writeAt(deps.clock())) : refreshed
    },
  }),
  decideOperation('approve', 'Take over a change that the metadata URL asks for'),
  decideOperation('reject', 'Leave an external IdP as it is, whatever its metadata URL says'),
  operation({
    id: 'deleteExternalIdp',
    method: 'DELETE',
    path: '/tenants/{tenant_id}/external-idps/{external_idp_id}',
    tag: 'External IdPs',
    summary: 'Delete an external IdP that no connector uses',
    access: 'configure',
    recentAuthentication: true,
    query: v.strictObject({ confirm: v.exactOptional(confirmation('external IdP')) }),
    status: 204,
    command: 'delete_external_idp',
    async run(deps, { params, query }) {
      const deleted = await runCommand(deps, params.tenant_id, {
        kind: 'delete_external_idp',
        tenantId: params.tenant_id,
        externalIdpId: params.external_idp_id,
        ...query,
      })
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
  operation({
    id: 'removeCertificate',
    method: 'DELETE',
    path: '/tenants/{tenant_id}/external-idps/{external_idp_id}/certificates/{fingerprint}',
    tag: 'External IdPs',
    summary: 'Stop trusting a certificate at once, in what is live too',
    access: 'configure',
    recentAuthentication: true,
    status: 204,
    command: 'remove_certificate',
    async run(deps, { params }) {
      const removed = await runCommand(deps, params.tenant_id, {
        kind: 'remove_certificate',
        tenantId: params.tenant_id,
        externalIdpId: params.external_idp_id,
        fingerprintSha256: params.fingerprint,
      })
      return removed.ok ? shown(removed.value, () => undefined) : removed
    },
  }),
]

/** As it is to be known at this moment. */
const writeAt = (now: number) => (idp: ExternalIdp) => writeExternalIdp(idp, now)

/** `:approve` and `:reject` take the same: the change that was looked at. */
function decideOperation(verb: 'approve' | 'reject', summary: string) {
  return operation({
    id: `${verb}MetadataChange`,
    method: 'POST',
    path: `/tenants/{tenant_id}/external-idps/{external_idp_id}:${verb}`,
    tag: 'External IdPs',
    summary,
    description:
      verb === 'approve'
        ? 'As with an update, each connector that uses it gets a draft: nothing goes live before it is tested and activated.'
        : 'The same change is not brought up again.',
    access: 'configure',
    body: ChangeDecisionShape,
    status: 200,
    response: ExternalIdpShape,
    example: {
      request: { change_id: examples.FINGERPRINT },
      response: examples.externalIdp,
    },
    command: `${verb}_metadata_change`,
    async run(deps, { params, body }) {
      const decided = await runCommand(deps, params.tenant_id, {
        kind: `${verb}_metadata_change`,
        tenantId: params.tenant_id,
        externalIdpId: params.external_idp_id,
        changeId: body.change_id,
      })
      return decided.ok ? shown(decided.value, writeAt(deps.clock())) : decided
    },
  })
}
