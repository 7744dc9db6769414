// The conditions of login restriction as a checklist: what is met, what is missing, and the link to
// do it.

import type { ReactNode } from 'react'
import { useMayChange } from '../../api/me.ts'
import { useList } from '../../api/queries.ts'
import type { EnforcementState } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Quiet } from '../../parts/facts.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import styles from './checklist.module.css'
import { type Condition, conditionsOf, MODES, type StrictMode } from './conditions.ts'

interface ChecklistProps {
  readonly state: EnforcementState
  readonly mode: StrictMode
  readonly onIssueCodes: () => void
}

/** The checklist of one mode. */
export function Checklist({ state, mode, onIssueCodes }: ChecklistProps) {
  const conditions = conditionsOf(state, mode)
  const met = conditions.filter(({ holds }) => holds === 'yes').length
  const children = state.blockers[mode].filter(({ tenant_id }) => tenant_id !== null)
  return (
    <Section
      title={`Conditions of “${MODES[mode][0]}”`}
      sentence={`${met} of ${conditions.length} conditions met. Nobody may be locked out.`}
    >
      <ol className={styles.list}>
        {conditions.map((condition) => (
          <li key={condition.key} className={styles.item}>
            <Met condition={condition} />
            <div className={styles.words}>
              <strong>{condition.title}</strong>
              <Quiet>{condition.why}</Quiet>
            </div>
            {condition.holds !== 'yes' && (
              <Mend condition={condition} state={state} onIssueCodes={onIssueCodes} />
            )}
          </li>
        ))}
      </ol>
      {children.length > 0 && (
        <p>
          <Quiet>Child tenants that follow this one lack conditions of their own.</Quiet>
        </p>
      )}
    </Section>
  )
}

function Met({ condition: { holds } }: { readonly condition: Condition }) {
  if (holds === 'yes') return <Badge state="live" label="Met" />
  return holds === 'no' ? (
    <Badge state="failing" label="Missing" />
  ) : (
    <Badge state="draft" label="Not known yet" />
  )
}

interface MendProps {
  readonly condition: Condition
  readonly state: EnforcementState
  readonly onIssueCodes: () => void
}

function Mend({ condition, state: { tenant_id }, onIssueCodes }: MendProps): ReactNode {
  const mayChange = useMayChange()
  if (!mayChange) return null
  if (condition.key === 'connector')
    return <ButtonLink to={paths.connectors(tenant_id)}>Open connectors</ButtonLink>
  if (condition.key === 'admin_login') return <SignInLink tenantId={tenant_id} />
  if (condition.key === 'recovery_codes')
    return <Button onClick={onIssueCodes}>Issue recovery codes</Button>
  return <ButtonLink to={paths.users(tenant_id)}>Choose an administrator</ButtonLink>
}

/** The login of a live connector, in a tab of its own: this page stays. */
function SignInLink({ tenantId }: { readonly tenantId: string }) {
  const connectors = useList('GET /tenants/{tenant_id}/connectors', {
    path: { tenant_id: tenantId },
  })
  const live = connectors.items.find(
    ({ enabled, active_version, login_url }) =>
      enabled && active_version !== null && login_url !== null,
  )
  return live?.login_url ? (
    <ButtonLink href={live.login_url} newTab>
      Sign in through {live.name}
    </ButtonLink>
  ) : (
    <ButtonLink to={paths.connectors(tenantId)}>Open connectors</ButtonLink>
  )
}
