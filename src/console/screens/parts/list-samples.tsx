// Lists and comparisons.

import { Badge, type BadgeState } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Conflict } from '../../parts/conflict.tsx'
import { Diff } from '../../parts/diff.tsx'
import { Time } from '../../parts/facts.tsx'
import { Filters, SearchFilter, SelectFilter } from '../../parts/filters.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Columns, Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { type Column, type ShownList, Table, wholeList } from '../../parts/table.tsx'

interface Sample {
  readonly name: string
  readonly state: BadgeState
  readonly logins: number
  readonly lastLogin: string | null
}

const SAMPLES: readonly Sample[] = [
  { name: 'Okta', state: 'live', logins: 12_840, lastLogin: '2026-11-30T10:00:00Z' },
  { name: 'شركة النور', state: 'awaiting', logins: 7, lastLogin: null },
  {
    name: 'A name that is as long as a name may be '.repeat(2),
    state: 'failing',
    logins: 0,
    lastLogin: null,
  },
]

const COLUMNS: readonly Column<Sample>[] = [
  { title: 'Name', cell: ({ name }) => <bdi>{name}</bdi> },
  { title: 'State', cell: ({ state }) => <Badge state={state} /> },
  { title: 'Logins', numeric: true, cell: ({ logins }) => logins.toLocaleString() },
  { title: 'Last login', cell: ({ lastLogin }) => <Time at={lastLogin} /> },
]

const EMPTY = { title: 'No connectors', sentence: 'Set one up.', action: <Button>Set up</Button> }
const nothing: ShownList<Sample> = wholeList([])
const STATES: readonly (readonly [string, ShownList<Sample>])[] = [
  ['Full, with more', { ...wholeList(SAMPLES), hasMore: true }],
  ['Loading', { ...nothing, isPending: true }],
  ['Empty', nothing],
  ['In error', { ...nothing, problem: { message: 'The list could not be read.' } }],
]

const ROWS = [
  { label: 'NameID format', before: 'Persistent', after: 'E-mail address' },
  { label: 'Clock skew', before: '60 s', after: '60 s' },
]

/** The parts that list and compare. */
export const ListSamples = () => (
  <>
    <Section title="Filters">
      <Filters>
        <SearchFilter name="q" label="Search connectors" />
        <SelectFilter
          name="state"
          label="State"
          choices={[
            ['', 'All states'],
            ['active', 'Live'],
          ]}
        />
      </Filters>
    </Section>
    {STATES.map(([title, list]) => (
      <Section key={title} title={`Table: ${title}`}>
        <Table
          caption={`Connectors, ${title}`}
          list={list}
          columns={COLUMNS}
          keyOf={({ name }) => name}
          linkOf={() => paths.parts}
          menuOf={({ name }) => <Menu label={`Actions of ${name}`} actions={ACTIONS} />}
          empty={EMPTY}
        />
      </Section>
    ))}
    <Section title="Compared">
      <Columns>
        <Diff caption="Live and draft" before="Live" after="Draft" rows={ROWS} />
        <Conflict rows={ROWS} onKeepMine={() => undefined} onTakeTheirs={() => undefined} />
      </Columns>
    </Section>
  </>
)

const ACTIONS = [
  { label: 'Copy login address', onSelect: () => undefined },
  { label: 'Test', why: 'Nothing is configured yet' },
  { label: 'Disable', danger: true, onSelect: () => undefined },
]
