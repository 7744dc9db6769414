// From draft to live: what the draft changes, whether it needs a test login first and why, and the
// button that makes it govern.

import { Suspense, useState } from 'react'
import { useMayChange } from '../../api/me.ts'
import type { ConnectorDetail, ConnectorVersion } from '../../api/schema.d.ts'
import { Actions, Button, ButtonLink } from '../../parts/button.tsx'
import { lazyPart } from '../../parts/lazy-part.ts'
import { Notice } from '../../parts/notice.tsx'
import { paths } from '../../parts/paths.ts'
import { isTrustAlone } from './is-trust-alone.ts'
import type { NameOf } from './setting-words.ts'
import { useMayActivate } from './use-may-activate.ts'

const ActivateDialog = lazyPart(async () => (await import('./activate-dialog.tsx')).ActivateDialog)

type Reason = ConnectorVersion['activation']['reason']

/** Why a version may go live, or needs a test first, in one sentence. */
const REASONS: Readonly<Record<Reason, string>> = {
  is_live: 'This version governs logins already.',
  tested: 'A test login passed with exactly this version.',
  issuer_unapproved:
    'A test passed and learned the issuer of the identity provider. Compare and approve it under Tests.',
  only_presentation_changed:
    'No test login is needed: the change cannot affect who is let in or how they are recognised.',
  never_live: 'Nothing is live yet. Test the draft with a real login first.',
  trust_changed: 'What we trust changed: certificates, endpoints or algorithms.',
  identity_changed: 'How people are recognised changed.',
  roles_changed: 'The roles that people get changed.',
  tenants_changed: 'The tenants that people enter changed.',
  domains_changed: 'The e-mail domains that may come in changed.',
  admission_changed: 'Who is let in changed.',
  request_changed: 'What we ask of the identity provider changed.',
  settings_changed: 'Settings changed that a test has to cover.',
}

interface DraftNoticeProps {
  readonly connector: ConnectorDetail
  readonly nameOf: NameOf
}

/** Tells what has to happen before the draft is live; nothing if it is. */
export function DraftNotice({ connector, nameOf }: DraftNoticeProps) {
  const { latest, active } = connector
  const mayActivate = useMayActivate()
  const [isAsking, ask] = useState(false)
  const [wasAsked, setWasAsked] = useState(false)
  if (isAsking && !wasAsked) setWasAsked(true)
  const { needs_test, reason } = latest.activation
  if (reason === 'is_live') return null
  const isReady = !needs_test && reason !== 'issuer_unapproved'
  return (
    <>
      <Notice
        kind={isReady ? 'good' : 'info'}
        title={titleOf(connector, isReady)}
        action={
          <Actions>
            {isReady && mayActivate && (
              <Button kind="primary" onClick={() => ask(true)}>
                {active && !isTrustAlone(connector) ? 'Activate the draft' : 'Activate'}
              </Button>
            )}
            <TestLink connector={connector} />
          </Actions>
        }
      >
        {REASONS[reason]} {needs_test && active && 'It needs a test login before it goes live.'}
        {isReady && !mayActivate && ' An administrator activates it.'}
      </Notice>
      {wasAsked && (
        <Suspense>
          <ActivateDialog
            connector={connector}
            nameOf={nameOf}
            open={isAsking}
            onClose={() => ask(false)}
          />
        </Suspense>
      )}
    </>
  )
}

function titleOf(connector: ConnectorDetail, isReady: boolean): string {
  if (connector.active === null) return isReady ? 'Ready to go live' : 'Not live yet'
  if (isTrustAlone(connector))
    return isReady ? 'What we trust anew can go live' : 'What we trust anew waits for a test'
  return isReady ? 'The draft can go live' : 'A draft waits. What is live stays live'
}

/** Leads to the tests, where one is needed or does no harm. */
function TestLink({ connector }: { readonly connector: ConnectorDetail }) {
  const { latest, tenant_id, id } = connector
  const { needs_test, reason } = latest.activation
  const mayChange = useMayChange()
  if (!mayChange || reason === 'tested') return null
  const isNext = needs_test || reason === 'issuer_unapproved'
  return (
    <ButtonLink kind={isNext ? 'primary' : 'second'} to={paths.tests(tenant_id, id)}>
      {sayTest(connector)}
    </ButtonLink>
  )
}

function sayTest(connector: ConnectorDetail): string {
  const { needs_test, reason } = connector.latest.activation
  if (reason === 'issuer_unapproved') return 'Open tests'
  if (!needs_test) return 'Test it all the same'
  return isTrustAlone(connector) ? 'Test it' : 'Test the draft'
}
