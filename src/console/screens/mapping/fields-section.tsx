// The fields of a person: the attribute that each comes from, and what it was in the test.

import { Suspense, useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import type { ConnectorTestReport } from '../../api/schema.d.ts'
import { Button } from '../../parts/button.tsx'
import { Mono, Quiet } from '../../parts/facts.tsx'
import { lazyPart } from '../../parts/lazy-part.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { type Column, Table, wholeList } from '../../parts/table.tsx'
import { fieldLabel } from '../tests/field-labels.ts'
import {
  attributesOf,
  FIELDS,
  type FieldName,
  type FieldRule,
  isRequired,
  transformsOf,
  withRule,
} from './mapping-values.ts'
import { previewField } from './preview.ts'
import type { MappingForm } from './use-mapping.ts'

// A dialog that many never open.
const EditField = lazyPart(async () => (await import('./edit-field.tsx')).EditField)

export interface SectionProps {
  readonly form: MappingForm
  /** Absent: no test, or its values are gone. */
  readonly report: ConnectorTestReport | undefined
  readonly mayChange: boolean
}

interface Row {
  readonly field: FieldName
  readonly rule: FieldRule | undefined
  readonly saved: FieldRule | undefined
}

/** Every field; the roles have a section of their own. */
export function FieldsSection({ form, report, mayChange }: SectionProps) {
  const [edited, edit] = useState<FieldName>()
  const { mapping } = form.values
  const saved = form.base.latest.settings.mapping
  const rows = [...FIELDS, 'roles' as const].map(
    (field): Row => ({ field, rule: mapping[field], saved: saved[field] }),
  )
  const row = rows.find(({ field }) => field === edited)
  const custom = Object.keys(mapping.custom ?? {})
  const wrong = rows.flatMap(({ field }) => errorAt(form.save.problem, `/mapping/${field}`) ?? [])
  return (
    <Section title="Fields" sentence="Which attribute fills which field of the person.">
      {wrong.map((message) => (
        <Notice key={message} kind="bad" title={message} />
      ))}
      <Table
        caption="Fields and the attributes they come from"
        list={wholeList(rows)}
        columns={columnsOf(report, mayChange ? edit : undefined)}
        keyOf={({ field }) => field}
        empty={{ sentence: 'There are no fields.' }}
      />
      {custom.length > 0 && (
        <Quiet>Fields of your own stay as they are: {custom.join(', ')}.</Quiet>
      )}
      {row && (
        <Suspense>
          <EditField
            key={row.field}
            field={row.field}
            rule={row.rule}
            report={report}
            onClose={() => edit(undefined)}
            onDone={(rule) => {
              form.set({ mapping: withRule(mapping, row.field, rule) })
              edit(undefined)
            }}
          />
        </Suspense>
      )}
    </Section>
  )
}

const columnsOf = (
  report: ConnectorTestReport | undefined,
  onEdit: ((field: FieldName) => void) | undefined,
): readonly Column<Row>[] => [
  {
    title: 'Field',
    cell: ({ field, rule }) => (
      <>
        {fieldLabel(field)} {isRequired(field, rule) && <Quiet>required</Quiet>}
      </>
    ),
  },
  { title: 'From', cell: ({ rule }) => <From rule={rule} /> },
  ...(report
    ? [{ title: 'In the test', cell: (row: Row) => <Tested row={row} of={report} /> }]
    : []),
  ...(onEdit
    ? [
        {
          title: 'Change',
          cell: ({ field }: Row) => (
            <Button kind="quiet" onClick={() => onEdit(field)} label={`Edit ${fieldLabel(field)}`}>
              Edit
            </Button>
          ),
        },
      ]
    : []),
]

function From({ rule }: { readonly rule: FieldRule | undefined }) {
  const names = attributesOf(rule)
  const transforms = transformsOf(rule)
  return (
    <>
      {names.length === 0 ? <Quiet>The usual names</Quiet> : <Mono>{names.join(', ')}</Mono>}
      {transforms > 0 && (
        <div>
          <Quiet>{transforms === 1 ? '1 transform' : `${transforms} transforms`}</Quiet>
        </div>
      )}
    </>
  )
}

function Tested({ row, of }: { readonly row: Row; readonly of: ConnectorTestReport }) {
  const { source, values } = previewField(of, row.field, row)
  if (values === undefined) return <Quiet>Save and test to see</Quiet>
  if (values.length === 0) return <Quiet>Nothing arrived</Quiet>
  return (
    <>
      <bdi>{values.join(', ')}</bdi> {source && <Quiet>{source}</Quiet>}
    </>
  )
}
