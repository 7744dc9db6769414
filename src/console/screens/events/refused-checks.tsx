// The check that refused an attempt: what was wanted, what came, and who mends it.

import type { EventWithChecks } from '../../api/schema.d.ts'
import { Facts, Mono, Quiet } from '../../parts/facts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Stack } from '../../parts/page.tsx'

const MENDED_BY = {
  idp_admin: 'The administrator of the identity provider',
  sp_admin: 'You, in the connector or its external IdP',
  developer: 'The developers of the application, or the operator of this service',
  user: 'The person who signs in',
} as const

/** Shows each check. Nothing for an event that refused nobody. */
export const RefusedChecks = ({ checks }: Pick<EventWithChecks, 'checks'>) => (
  <Stack>
    {checks.map(({ rule, title, code, expected, got, fixed_by }) => (
      <Notice key={rule} kind="bad" title={title}>
        <Facts
          facts={[
            ['Wanted', <Fact key="w" fact={expected} />],
            ['Received', <Fact key="g" fact={got} />],
            ['Who mends it', fixed_by ? MENDED_BY[fixed_by] : undefined],
            ['Code', <Mono key="c">{code}</Mono>],
            ['Rule', rule],
          ]}
        />
      </Notice>
    ))}
  </Stack>
)

const Fact = ({ fact }: { readonly fact: unknown }) => {
  if (fact === null || fact === undefined) return <Quiet>Not recorded</Quiet>
  const lines = Array.isArray(fact) ? fact.map(String) : [String(fact)]
  return (
    <>
      {lines.map((line) => (
        <div key={line}>
          <Mono>{line}</Mono>
        </div>
      ))}
    </>
  )
}
