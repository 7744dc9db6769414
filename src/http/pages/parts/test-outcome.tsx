// What a test says beyond the rules: who the person would be here, and which certificate the IdP
// signs with now.

import type { ComparedCertificates, TestReport } from '../../../login/complete/test-report.ts'
import { meaningOf } from '../../../login/meanings.ts'
import type { Page } from './layout.tsx'
import { Pair, Section } from './test-evidence.tsx'

type Foreseen = NonNullable<TestReport['person']>

const OUTCOMES: Readonly<Record<Foreseen['outcome'], string>> = {
  created: 'A new user would be created.',
  linked: 'The identity would be linked to a user who exists.',
  known: 'The user is known by this identity.',
  refused: 'This person would not be let in.',
}

interface HereProps {
  readonly person: Foreseen
  readonly landing: TestReport['landing'] | undefined
}

/** Shows who the person would be, with which roles, and where they would land. */
export function Here({ person, landing }: HereProps): Page {
  const { outcome, refusal, userId, roles } = person
  return (
    <Section title="At a real sign-in" note="nothing of it has happened" open>
      <dl class="inside pairs">
        <Pair name="User" values={[OUTCOMES[outcome], ...(userId ? [userId] : [])]} />
        {refusal === undefined ? null : (
          <Pair name="Reason" note={refusal.code} values={[meaningOf(refusal.code).message]} />
        )}
        {roles === undefined ? null : <Pair name="Roles" values={roles} absent="none" />}
        {outcome === 'refused' ? null : (
          <Pair name="Lands in" values={landing ? [landing.name] : ['the list of applications']} />
        )}
      </dl>
    </Section>
  )
}

/** Shows by fingerprint which certificates were expected, and which the message names. */
export function Certificates({ expected, received }: ComparedCertificates): Page {
  return (
    <Section title="Certificates" note="SHA-256 fingerprints" open>
      <dl class="inside pairs">
        <Pair name="Expected" note="registered here" values={expected} absent="none" />
        <Pair name="Received" note="named in the message" values={received} absent="none named" />
      </dl>
    </Section>
  )
}
