// What arrived, what the mapping made of it, and who the person would be here.

import type { ConnectorTestReport } from '../../api/schema.d.ts'
import { Anchor } from '../../parts/anchor.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { Facts, Mono, Quiet } from '../../parts/facts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Columns, Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { type Column, Table, wholeList } from '../../parts/table.tsx'
import { fieldLabel } from './field-labels.ts'

const OUTCOMES = {
  created: 'A new user would be created',
  linked: 'The identity would be linked to an existing user',
  known: 'A known user would be signed in',
  refused: 'This person would not be let in',
} as const

/** Values, one a line. */
const Values = ({ of, none }: { readonly of: readonly string[]; readonly none: string }) =>
  of.length === 0 ? (
    <Quiet>{none}</Quiet>
  ) : (
    [...new Set(of)].map((value) => (
      <div key={value}>
        <bdi>{value}</bdi>
      </div>
    ))
  )

type Received = ConnectorTestReport['received'][number]
type Field = ConnectorTestReport['fields'][number]

const RECEIVED: readonly Column<Received>[] = [
  {
    title: 'Attribute',
    cell: ({ name, friendly_name }) => (
      <>
        <Mono>{name}</Mono> {friendly_name && <Quiet>{friendly_name}</Quiet>}
      </>
    ),
  },
  { title: 'Values', cell: ({ values }) => <Values of={values} none="Empty" /> },
]

const MAPPED: readonly Column<Field>[] = [
  { title: 'Field', cell: ({ field }) => fieldLabel(field) },
  {
    title: 'From',
    cell: ({ source }) => (source ? <Mono>{source}</Mono> : <Quiet>Not received</Quiet>),
  },
  {
    title: 'Value',
    cell: ({ values, code }) => (
      <>
        <Values of={values} none="–" />
        {code && <Mono>{code}</Mono>}
      </>
    ),
  },
]

export interface TestPersonProps {
  readonly report: ConnectorTestReport
  readonly tenantId: string
  readonly connectorId: string
}

/** The person of a test: here, as mapped, and as received. */
export function TestPerson({ report, tenantId, connectorId }: TestPersonProps) {
  const { person, roles, identity, name_id, received, fields, landing, tenants, cut } = report
  if (cut)
    return (
      <Notice kind="warning" title="The identity provider sent too much to be kept">
        Have it send fewer attributes, or fewer groups, and test again.
      </Notice>
    )
  if (received.length === 0 && identity === null && fields.length === 0)
    return (
      <Notice title="Nothing of the message is shown">
        What it says is read once its signature verified and every rule held.
      </Notice>
    )
  return (
    <>
      <Section
        title="The person here"
        sentence="What a real sign-in would do. Nothing of it has happened."
      >
        <Facts
          facts={[
            ['User', <Here key="user" person={person} tenantId={tenantId} />],
            ['Recognised by', identity ? <Recognised key="id" {...identity} /> : undefined],
            ['Roles received', <Values key="r" of={roles.received} none="None" />],
            ['Roles here', <Values key="g" of={roles.given} none="None" />],
            ...(tenants
              ? ([['Tenants', <Values key="t" of={tenants} none="None" />]] as const)
              : []),
            ['Lands in', landing?.name ?? 'The list of applications'],
          ]}
        />
      </Section>
      <Section
        title="Received and mapped"
        action={
          <ButtonLink to={paths.mapping(tenantId, connectorId)}>Change the mapping</ButtonLink>
        }
      >
        <Columns>
          <Stack>
            <h3>Received</h3>
            <Table
              caption="Attributes as they came"
              list={wholeList(withNameId(received, name_id))}
              columns={RECEIVED}
              keyOf={({ name }) => name}
              empty={{ sentence: 'The identity provider sent no attributes.' }}
            />
          </Stack>
          <Stack>
            <h3>Mapped</h3>
            <Table
              caption="Fields of the person"
              list={wholeList(fields)}
              columns={MAPPED}
              keyOf={({ field }) => field}
              empty={{ sentence: 'No field was mapped.' }}
            />
          </Stack>
        </Columns>
      </Section>
    </>
  )
}

const withNameId = (
  received: readonly Received[],
  nameId: ConnectorTestReport['name_id'],
): readonly Received[] =>
  nameId
    ? [{ name: 'NameID', friendly_name: nameId.format, values: [nameId.value] }, ...received]
    : received

const Recognised = ({ source, value }: { readonly source: string; readonly value: string }) => (
  <>
    <bdi>{value}</bdi> <Quiet>{source}</Quiet>
  </>
)

function Here({
  person,
  tenantId,
}: {
  readonly person: ConnectorTestReport['person']
  readonly tenantId: string
}) {
  const { outcome, user_id, message } = person
  if (outcome === null) return <Quiet>Not known: a rule refused the person first</Quiet>
  return (
    <>
      {OUTCOMES[outcome]} {message && <div>{message}</div>}
      {user_id && (
        <div>
          <Anchor to={paths.user(tenantId, user_id)}>
            <Mono>{user_id}</Mono>
          </Anchor>
        </div>
      )}
    </>
  )
}
