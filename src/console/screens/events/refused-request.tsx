// A request that was refused before a tenant was known: what was asked, and how to mend it.

import type { RefusedRequest } from '../../api/schema.d.ts'
import { Facts, Mono, Time } from '../../parts/facts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'

/** Shows what the reference says by itself. */
export function RefusedRequestFacts({ request }: { readonly request: RefusedRequest }) {
  const { at, code, sso_id, data } = request
  const named = (name: string, value: string | null) =>
    value === null ? [] : [[name, <Mono key={name}>{value}</Mono>] as const]
  return (
    <>
      <Notice kind="bad" title={data.meaning}>
        {data.mend}
      </Notice>
      <Section title="Circumstances">
        <Facts
          facts={[
            ['When', <Time key="at" at={at} />],
            ['Code', <Mono key="code">{code}</Mono>],
            ...named('SSO key asked for', sso_id),
            ...named('Application asked for', data.application_id),
          ]}
        />
      </Section>
    </>
  )
}
