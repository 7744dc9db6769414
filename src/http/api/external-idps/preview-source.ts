// Turns the source of an external IdP, as a body describes it, into a preview: the one way in, to
// show and to save.

import { defined } from '../../../defined.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import type { Commands } from '../../../tenants/commands/commands.ts'
import type { IdpPreview } from '../../../tenants/external-idps/external-idp.ts'
import {
  type PreviewInput,
  previewExternalIdp,
} from '../../../tenants/external-idps/preview-external-idp.ts'
import {
  type RecognisedSource,
  recogniseSource,
} from '../../../tenants/external-idps/recognise-source.ts'
import type { ExternalIdpId, TenantId } from '../../../tenants/ids.ts'
import type { AdministrationDeps } from '../../deps.ts'
import type { PreviewCode } from '../engine/api-refusals.ts'
import type { ApiRefusal } from '../engine/operation.ts'
import type { ExternalIdpChange, IdpSourceBody } from './external-idp-sources.ts'

/** A preview, and what the source turned out to be. */
export interface SourcePreview extends IdpPreview {
  readonly recognised: RecognisedSource['kind']
  /** Members that a new external IdP would need beside it. */
  readonly stillNeeded: readonly 'sso_url'[]
}

type Preview<P = SourcePreview> = Promise<Result<P, ApiRefusal>>

/** Previews a source. The refusal points at the member that the administrator has to change. */
export async function previewSource(deps: AdministrationDeps, body: IdpSourceBody): Preview {
  const input = inputOf(body)
  if (!input.ok) return refuse({ ...input.refusal, pointer: '/source' })
  let reached = true
  const preview = await previewExternalIdp(input.value, {
    now: deps.clock(),
    fetchMetadata: async (url) => {
      const fetched = await deps.fetchMetadata(url)
      reached = fetched.ok || fetched.refusal.code === 'fetch_url_forbidden'
      return fetched
    },
    ...('entity_id' in body ? { entityID: body.entity_id } : {}),
  })
  if (preview.ok) return ok({ ...preview.value, ...recognised(input.value) })
  const { code } = preview.refusal
  const pointer =
    'source' in body ? pointerOfSource(code, input.value) : pointerOf(code, body, !reached)
  return refuse(pointer === undefined ? preview.refusal : { ...preview.refusal, pointer })
}

/**
 * Previews a source that is about to be saved: of several entities one must have been picked, and
 * certificates need a sign-on URL.
 */
export async function previewToSave(deps: AdministrationDeps, body: IdpSourceBody): Preview {
  const preview = await previewSource(deps, body)
  if (!preview.ok) return preview
  if (preview.value.stillNeeded.length > 0)
    return refuse({ code: 'source_sso_url_required', pointer: '/sso_url' })
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
  const renamed = defined({ name })
  if (!isSource(source)) return ok(renamed)
  const added = await readAdded(deps, source)
  if (added !== undefined) return added.ok ? ok({ ...renamed, added: added.value }) : added
  const preview = await previewToSave(deps, source)
  if (!preview.ok) return preview
  return ok({ ...renamed, source: preview.value.source, description: preview.value.description })
}

/** Certificates alone, which join those on record; undefined for any other source. */
async function readAdded(deps: AdministrationDeps, body: IdpSourceBody) {
  const alone = 'source' in body && body.sso_url === undefined && body.issuer === undefined
  const input = alone ? inputOf(body) : undefined
  if (!input?.ok || input.value.kind !== 'typed') return undefined
  const preview = await previewSource(deps, body)
  if (!preview.ok) return preview
  const { certificates, readingNotes } = preview.value.description
  return ok({ certificates, ...defined({ readingNotes }) })
}

/** Reads the metadata URL of a saved external IdP again, for the same entityID. */
export async function readAgain(
  deps: AdministrationDeps,
  tenantId: TenantId,
  id: ExternalIdpId,
): Preview<IdpPreview> {
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

function inputOf(body: IdpSourceBody): Result<PreviewInput, ApiRefusal> {
  if ('source' in body) return recognisedInput(body)
  if ('metadata_url' in body)
    return ok({ kind: 'metadata_url', url: body.metadata_url, document: body.metadata_xml })
  if ('metadata_xml' in body) return ok({ kind: 'metadata_xml', xml: body.metadata_xml })
  return ok(typedInput(body, body.certificate_pem))
}

function recognisedInput(
  body: Extract<IdpSourceBody, { source: string }>,
): Result<PreviewInput, ApiRefusal> {
  const source = recogniseSource(body.source)
  if (!source.ok) return source
  return ok(
    source.value.kind === 'certificates' ? typedInput(body, source.value.text) : source.value,
  )
}

const typedInput = (
  body: Pick<
    Extract<IdpSourceBody, { source: string }>,
    'issuer' | 'sso_url' | 'sso_binding' | 'slo_url'
  >,
  certificatePem: string,
): PreviewInput => ({
  kind: 'typed',
  issuer: body.issuer,
  ssoUrl: body.sso_url,
  binding: body.sso_binding,
  sloUrl: body.slo_url,
  certificatePem,
})

function recognised(input: PreviewInput): Pick<SourcePreview, 'recognised' | 'stillNeeded'> {
  if (input.kind !== 'typed') return { recognised: input.kind, stillNeeded: [] }
  return {
    recognised: 'certificates',
    stillNeeded: input.ssoUrl === undefined ? ['sso_url'] : [],
  }
}

function pointerOfSource(code: PreviewCode, input: PreviewInput): string {
  if (code === 'external_idp_entity_unknown') return '/entity_id'
  if (input.kind !== 'typed') return '/source'
  if (code === 'external_idp_entity_id_invalid') return '/issuer'
  return code.startsWith('external_idp_endpoint') ? '/sso_url' : '/source'
}

function pointerOf(
  code: PreviewCode,
  body: Exclude<IdpSourceBody, { source: string }>,
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
  ['source', 'metadata_url', 'metadata_xml', 'sso_url'].some((name) => name in body)
