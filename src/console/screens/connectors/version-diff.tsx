// Two versions side by side, setting by setting.

import type { ConnectorVersion } from '../../api/schema.d.ts'
import { Diff } from '../../parts/diff.tsx'
import { Lines } from './lines.tsx'
import { labelOf, type NameOf, SETTINGS, type Settings, sayValue } from './setting-words.ts'

export interface VersionDiffProps {
  readonly before: Pick<ConnectorVersion, 'settings'> | null
  readonly after: Pick<ConnectorVersion, 'settings'>
  readonly nameOf: NameOf
  /** What the two columns are called. */
  readonly labels: readonly [string, string]
  /** Shows what is the same too. */
  readonly all?: boolean
}

/** Compares two versions; only what differs unless all is asked for. */
export const VersionDiff = ({ before, after, nameOf, labels, all = false }: VersionDiffProps) => (
  <Diff
    caption={labels.join(' and ')}
    before={labels[0]}
    after={labels[1]}
    onlyChanges={!all}
    rows={SETTINGS.map((name) => {
      const textOf = (settings: Settings) => sayValue(name, settings, nameOf)
      const [left, right] = [before && textOf(before.settings), textOf(after.settings)]
      return {
        label: labelOf(name),
        before: left === null ? null : <Lines text={left} />,
        after: <Lines text={right} />,
        changed: JSON.stringify(before?.settings[name]) !== JSON.stringify(after.settings[name]),
      }
    })}
  />
)
