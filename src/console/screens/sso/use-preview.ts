// What the API recognises in something that was pasted, a moment after the last key.

import { useEffect, useState } from 'react'
import { type Answer, request } from '../../api/client.ts'
import { type ApiProblem, asProblem } from '../../api/problem.ts'

const OPERATION = 'POST /tenants/{tenant_id}/external-idps:preview'
const TYPING_MS = 500

/** What the API says about a source. */
export type Preview = Answer<typeof OPERATION>

/** What was pasted, and what else its kind asks for. */
export interface SourceInput {
  readonly source: string
  readonly entity_id?: string
  readonly sso_url?: string
  readonly issuer?: string
}

interface Outcome {
  readonly of: SourceInput
  readonly preview?: Preview
  readonly problem?: ApiProblem | undefined
}

/** Previews a source. While it is asked, the answer before stays. */
export function usePreview(tenantId: string, input: SourceInput) {
  const { source, entity_id, sso_url, issuer } = input
  const [outcome, setOutcome] = useState<Outcome>()
  useEffect(() => {
    const wanted = bodyOf({ source, entity_id, sso_url, issuer })
    if (wanted.source === '') {
      setOutcome(undefined)
      return undefined
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      const asked = { path: { tenant_id: tenantId }, body: wanted, signal: stop.signal }
      request(OPERATION, asked).then(
        (preview) => setOutcome({ of: wanted, preview }),
        (thrown: unknown) =>
          stop.signal.aborted || setOutcome({ of: wanted, problem: asProblem(thrown) }),
      )
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [tenantId, source, entity_id, sso_url, issuer])
  const isCurrent = outcome !== undefined && same(outcome.of, bodyOf(input))
  return {
    preview: outcome?.preview,
    problem: isCurrent ? outcome.problem : undefined,
    isPending: input.source.trim() !== '' && !isCurrent,
  }
}

interface Typed {
  readonly source: string
  readonly entity_id?: string | undefined
  readonly sso_url?: string | undefined
  readonly issuer?: string | undefined
}

/** The body of a preview or a save: what was left empty is left out. */
export const bodyOf = ({ source, entity_id, sso_url, issuer }: Typed): SourceInput => ({
  source: source.trim(),
  ...(entity_id ? { entity_id } : {}),
  ...(sso_url?.trim() ? { sso_url: sso_url.trim() } : {}),
  ...(issuer?.trim() ? { issuer: issuer.trim() } : {}),
})

const same = (one: SourceInput, other: SourceInput): boolean =>
  one.source === other.source &&
  one.entity_id === other.entity_id &&
  one.sso_url === other.sso_url &&
  one.issuer === other.issuer
