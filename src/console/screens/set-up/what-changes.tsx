// What an activation changes: the draft beside what is live, or, the first time, what goes live.

import type { ConnectorDetail } from '../../api/schema.d.ts'
import { Diff } from '../../parts/diff.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { SHOWN_SETTINGS } from './say-settings.ts'

/** Compares what is to go live with what is. */
export function WhatChanges({ connector }: { readonly connector: ConnectorDetail }) {
  const { latest, active } = connector
  return (
    <Section
      title={active ? 'What changes' : 'What goes live'}
      sentence={
        active
          ? 'From the next sign-in on, the right column counts.'
          : 'Nobody can sign in through this connector yet.'
      }
    >
      {active ? (
        <Diff
          caption="Live and draft"
          before="Live"
          after="Goes live"
          rows={SHOWN_SETTINGS.map(([label, show]) => ({
            label,
            before: show(active.settings),
            after: show(latest.settings),
          }))}
          onlyChanges
        />
      ) : (
        <Facts
          facts={SHOWN_SETTINGS.map(([label, show]) => [label, show(latest.settings)] as const)}
        />
      )}
      {latest.warnings.map(({ code, message }) => (
        <Notice key={code + message} kind="warning">
          {message}
        </Notice>
      ))}
    </Section>
  )
}
