// How what an IdP sends becomes a person: fields, roles and tenants, beside the values that a test
// received. Nothing goes live by a save: it makes a draft.

import { Suspense } from 'react'
import { useMayChange } from '../../api/me.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { Actions, Button, ButtonLink } from '../../parts/button.tsx'
import { Quiet } from '../../parts/facts.tsx'
import { SelectField } from '../../parts/fields.tsx'
import { lazyPart } from '../../parts/lazy-part.ts'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Narrow } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { DraftNotice } from '../connectors/activation.tsx'
import { ConnectorFrame } from '../connectors/connector-frame.tsx'
import { useNames } from '../connectors/use-names.ts'
import { StartTest } from '../tests/start-test.tsx'
import { FieldsSection } from './fields-section.tsx'
import { RolesSection } from './roles-section.tsx'
import { TenantsSection } from './tenants-section.tsx'
import { type LastTest, useLastTest } from './use-last-test.ts'
import { useMapping } from './use-mapping.ts'

/** Loaded when it happens. */
const MappingConflict = lazyPart(
  async () => (await import('./mapping-conflict.tsx')).MappingConflict,
)

/** The mapping of the connector that the address names. */
export function Screen() {
  return <ConnectorFrame>{(connector) => <MappingOf connector={connector} />}</ConnectorFrame>
}

function MappingOf({ connector }: { readonly connector: ConnectorDetail }) {
  const form = useMapping(connector)
  const last = useLastTest(connector.tenant_id, connector.id)
  const nameOf = useNames(connector.tenant_id)
  const mayChange = useMayChange()
  const { base, save, isDirty } = form
  if (save.problem?.code === 'api_precondition_failed')
    return (
      <Suspense>
        <MappingConflict form={form} connector={connector} />
      </Suspense>
    )
  const section = { form, report: last.report, mayChange }
  return (
    <>
      {!isDirty && <DraftNotice connector={connector} nameOf={nameOf} />}
      <Received connector={connector} last={last} />
      <FieldsSection {...section} />
      <RolesSection {...section} tenantId={connector.tenant_id} />
      <TenantsSection {...section} tenantId={connector.tenant_id} />
      <Notice
        title="E-mail domains and landing"
        action={
          <ButtonLink to={paths.connector(connector.tenant_id, connector.id)}>
            Open settings
          </ButtonLink>
        }
      >
        Which e-mail domains may come in, and where people land, stand with the other settings of
        the connector.
      </Notice>
      <ProblemNotice problem={save.problem} />
      {mayChange && (
        <Actions>
          <Button
            kind="primary"
            pending={save.isPending}
            onClick={() => void form.send(base)}
            why={isDirty ? undefined : 'Nothing is changed yet'}
          >
            Save draft
          </Button>
          {isDirty && (
            <Button kind="quiet" onClick={() => form.start(connector)}>
              Undo changes
            </Button>
          )}
        </Actions>
      )}
    </>
  )
}

interface ReceivedProps {
  readonly connector: ConnectorDetail
  readonly last: LastTest
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** Which test the values come from. */
function Received({ connector, last }: ReceivedProps) {
  const { tests, test, report, choose, isPending } = last
  const start = (
    <StartTest tenantId={connector.tenant_id} connectorId={connector.id} kind="second">
      Start test
    </StartTest>
  )
  if (isPending) return null
  if (test === undefined)
    return (
      <Notice title="No values to compare with yet" action={start}>
        Run a test, and every field and rule here shows what the identity provider really sent.
      </Notice>
    )
  return (
    <Narrow>
      <SelectField
        label="Values from"
        help="The rules below show what these values become."
        choices={tests.map(({ id, started_at, state }) => ({
          value: id,
          label: `Test of ${exact.format(new Date(started_at))}, ${state}`,
        }))}
        value={test.id}
        onChange={choose}
      />
      {report === undefined && (
        <Quiet>The values of this test are no longer kept. Choose another, or test again.</Quiet>
      )}
      {report && report.received.length === 0 && (
        <Notice kind="warning" title="This test shows no values" action={start}>
          Values are read once the signature verified and every rule held.
        </Notice>
      )}
    </Narrow>
  )
}
