// What the metadata URL says now, where that takes an administrator: another issuer or endpoint.

import { useMay } from '../../api/me.ts'
import { useChange } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { Diff } from '../../parts/diff.tsx'
import { Time } from '../../parts/facts.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Section, Stack } from '../../parts/page.tsx'

const PATH = '/tenants/{tenant_id}/external-idps/{external_idp_id}'

/** Lets an administrator approve or reject; nothing if nothing waits. */
export function PendingChange({ idp }: { readonly idp: ExternalIdp }) {
  const approve = useChange(`POST ${PATH}:approve`)
  const reject = useChange(`POST ${PATH}:reject`)
  const mayChange = useMay()('POST /tenants/{tenant_id}/external-idps/{external_idp_id}:approve')
  const { pending_change: change } = idp
  if (change?.state !== 'waiting') return null
  const input = {
    path: { tenant_id: idp.tenant_id, external_idp_id: idp.id },
    body: { change_id: change.id },
  }
  const decide = async (verb: typeof approve | typeof reject, said: string) => {
    if (await verb.run(input)) toast(said)
  }
  return (
    <Section title="A change waits for approval">
      <Stack>
        <Notice kind="warning">
          <Time at={change.found_at} /> the metadata URL began to say something else. Nothing of it
          counts until you approve it, and then each connector gets a draft to be tested.
        </Notice>
        <Diff
          caption="What changes"
          before="Now"
          after="At the metadata URL"
          rows={change.changes.map(({ pointer, before, after }) => ({
            label: labelOf(pointer),
            before,
            after,
          }))}
        />
        <ProblemNotice problem={approve.problem ?? reject.problem} />
        {mayChange && (
          <Actions>
            <Button
              kind="primary"
              pending={approve.isPending}
              onClick={() => void decide(approve, 'Change approved. Test the drafts next')}
            >
              Approve change
            </Button>
            <Button
              pending={reject.isPending}
              onClick={() => void decide(reject, 'Change rejected')}
            >
              Reject change
            </Button>
          </Actions>
        )}
      </Stack>
    </Section>
  )
}

const LABELS: Readonly<Record<string, string>> = {
  '/entity_id': 'Issuer',
  '/sso/redirect': 'Sign-on, HTTP-Redirect',
  '/sso/post': 'Sign-on, HTTP-POST',
}
const labelOf = (pointer: string): string => LABELS[pointer] ?? pointer
