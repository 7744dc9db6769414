// Turns the source of an external IdP, as a body describes it, into a preview: the one way in, to
// show and to save.

import { ok, type Result, refuse } from '../../../result.ts'
import type { Commands } from '../../../tenants/commands/commands.ts'
import type { IdpPreview } from '../../../tenants/external-idps/external-idp.ts'
import {
  type PreviewInput,
  previewExternalIdp,
} from '../../../tenants/external-idps/preview-external-idp.ts'
import type { ExternalIdpId, TenantId } from '../../../tenants/ids.ts'
import type { AdministrationDeps } from '../../deps.ts'
import type { PreviewCode } from '../engine/api-refusals.ts'
import type { ApiRefusal } from '../engine/operation.ts'
import type { ExternalIdpChange, IdpSourceBody } from './external-idp-sources.ts'

type Preview = Promise<Result<IdpPreview, ApiRefusal>>

/** Previews a source. The refusal points at the member that the administrator has to change. */
export async function previewSource(deps: AdministrationDeps, body: IdpSourceBody): Preview {
  let reached = true
  const preview = await previewExternalIdp(inputOf(body), {
    now: deps.clock(),
    fetchMetadata: async (url) => {
      const fetched = await deps.fetchMetadata(url)
      reached = fetched.ok || fetched.refusal.code === 'fetch_url_forbidden'
      return fetched
    },
    ...('entity_id' in body ? { entityID: body.entity_id } : {}),
  })
  if (preview.ok) return preview
  const pointer = pointerOf(preview.refusal.code, body, !reached)
  return refuse(pointer === undefined ? preview.refusal : { ...preview.refusal, pointer })
}

/** Previews a source that is about to be saved: of several entities one must have been picked. */
export async function previewToSave(deps: AdministrationDeps, body: IdpSourceBody): Preview {
  const preview = await previewSource(deps, body)
  if (!preview.ok) return preview
  const picked = 'entity_id' in body && body.entity_id !== undefined
  return preview.value.entities.length > 1 && !picked
    ? refuse({ code: 'api_entity_id_required', pointer: '/entity_id' })
    : preview
}

/** Reads what a change carries; without a source only the name changes. */
export async function readChange(
  deps: AdministrationDeps,
  body: ExternalIdpChange,
): Promise<Result<Commands['update_external_idp']['input'], ApiRefusal>> {
  const { name, ...source } = body
  const renamed = name === undefined ? {} : { name }
  if (!isSource(source)) return ok(renamed)
  const preview = await previewToSave(deps, source)
  if (!preview.ok) return preview
  return ok({ ...renamed, source: preview.value.source, description: preview.value.description })
}

/** Reads the metadata URL of a saved external IdP again, for the same entityID. */
export async function readAgain(
  deps: AdministrationDeps,
  tenantId: TenantId,
  id: ExternalIdpId,
): Preview {
  const idp = await deps.reads.findExternalIdp(tenantId, id)
  if (idp === undefined) return refuse({ code: 'external_idp_unknown' })
  if (idp.source.kind !== 'metadata_url') return refuse({ code: 'external_idp_not_refreshable' })
  const preview = await previewExternalIdp(idp.source, {
    now: deps.clock(),
    fetchMetadata: deps.fetchMetadata,
    entityID: idp.entityID,
  })
  // The document was read, and the entityID that was registered is no longer in it (R45).
  return !preview.ok && preview.refusal.code === 'external_idp_entity_unknown'
    ? refuse({ code: 'external_idp_entity_changed', expected: idp.entityID })
    : preview
}

function inputOf(body: IdpSourceBody): PreviewInput {
  if ('metadata_url' in body)
    return { kind: 'metadata_url', url: body.metadata_url, document: body.metadata_xml }
  if ('metadata_xml' in body) return { kind: 'metadata_xml', xml: body.metadata_xml }
  return {
    kind: 'typed',
    issuer: body.issuer,
    ssoUrl: body.sso_url,
    binding: body.sso_binding,
    sloUrl: body.slo_url,
    certificatePem: body.certificate_pem,
  }
}

function pointerOf(
  code: PreviewCode,
  body: IdpSourceBody,
  fromDocument: boolean,
): string | undefined {
  if (code === 'external_idp_entity_unknown') return '/entity_id'
  // Of both, the URL is what was read, unless it could not be reached.
  if ('metadata_url' in body)
    return body.metadata_xml !== undefined && fromDocument ? '/metadata_xml' : '/metadata_url'
  if ('metadata_xml' in body) return '/metadata_xml'
  if (code === 'external_idp_entity_id_invalid') return '/issuer'
  return code.includes('certificate') ? '/certificate_pem' : undefined
}

const isSource = (body: object): body is IdpSourceBody =>
  'metadata_url' in body || 'metadata_xml' in body || 'sso_url' in body
