// How the API shows a test: how it stands, and what it found, rule by rule and field by field.

import * as v from 'valibot'
import type { TestReport } from '../../../login/complete/test-report.ts'
import type { FieldOutcome } from '../../../login/mapping/map-field.ts'
import { meaningOf } from '../../../login/meanings.ts'
import { idpLabelFor } from '../../../protocol/saml/idp-labels.ts'
import type { RuleVerdict } from '../../../protocol/saml/response/rule-verdict.ts'
import type { Refusal } from '../../../refusal.ts'
import { TEST_STATES, type TestRun } from '../../../tenants/connectors/test-run.ts'
import { ActorShape, writeActor } from '../deployment/audit.ts'
import { FixedByShape, id, Time, writeOptionalTime, writeTime } from '../engine/members.ts'
import { VersionHashShape } from './connector-version-shapes.ts'

const Values = v.array(v.string())
const Code = v.pipe(
  v.nullable(v.string()),
  v.description('See docs/refusals.md. `null`: nothing was refused.'),
)

const RUN = {
  id: id('tst'),
  connector_id: id('con'),
  version: VersionHashShape,
  state: v.pipe(
    v.picklist(TEST_STATES),
    v.description(
      '`issued`: the link waits to be opened. `opened`: the browser is at the IdP. `expired`: the test came to no end in time.',
    ),
  ),
  started_at: Time,
  started_by: ActorShape,
  expires_at: v.pipe(Time, v.description('Until when the link opens.')),
  ended_at: v.pipe(v.nullable(Time), v.description('`null`: the test has not ended.')),
  code: Code,
  message: v.pipe(v.nullable(v.string()), v.description('What the code means, in one sentence.')),
  fixed_by: FixedByShape,
  event_id: v.pipe(
    v.nullable(id('evt')),
    v.description('The event that records the outcome. `null`: the test has not ended.'),
  ),
}

/** A test in the list of its connector. */
export const TestRunShape = v.pipe(v.strictObject(RUN), v.title('ConnectorTest'))

const Check = v.strictObject({
  rule: v.string(),
  title: v.pipe(v.string(), v.description('What holds if the check passes.')),
  outcome: v.picklist(['passed', 'failed', 'not_reached']),
  code: Code,
  expected: v.unknown(),
  got: v.unknown(),
  fixed_by: FixedByShape,
})

const Field = v.strictObject({
  field: v.string(),
  source: v.pipe(v.nullable(v.string()), v.description('The attribute that was there.')),
  values: Values,
  code: Code,
})

const PersonShape = v.strictObject({
  outcome: v.pipe(
    v.nullable(v.picklist(['created', 'linked', 'known', 'refused'])),
    v.description(
      'What a login would do. `linked`: the identity joins a user who exists. `null`: the test did not come so far, or the person would choose a tenant first.',
    ),
  ),
  user_id: v.nullable(id('usr')),
  code: v.pipe(v.nullable(v.string()), v.description('Why the person would be refused.')),
  message: v.nullable(v.string()),
})

/** What a test found. */
const ReportShape = v.pipe(
  v.strictObject({
    checks: v.array(Check),
    received: v.pipe(
      v.array(
        v.strictObject({ name: v.string(), friendly_name: v.nullable(v.string()), values: Values }),
      ),
      v.description('The attributes. Empty unless the signature verified and every rule held.'),
    ),
    name_id: v.nullable(v.strictObject({ value: v.string(), format: v.nullable(v.string()) })),
    identity: v.pipe(
      v.nullable(v.strictObject({ source: v.string(), value: v.string() })),
      v.description('What the person is recognised by. `null`: nothing recognises them.'),
    ),
    fields: v.array(Field),
    left_out: v.pipe(
      v.array(Field),
      v.description('Optional fields whose values could not be used. A login goes on without.'),
    ),
    roles: v.strictObject({
      received: v.pipe(Values, v.description('As the IdP says them, before the rules.')),
      given: v.pipe(Values, v.description('What the person would have here.')),
    }),
    tenants: v.pipe(
      v.nullable(v.array(id('ten'))),
      v.description('The tenants that the person may enter. `null`: there are no such rules.'),
    ),
    person: PersonShape,
    landing: v.pipe(
      v.nullable(v.strictObject({ application_id: id('app'), name: v.string() })),
      v.description('Where the person lands. `null`: they choose, or do not come in.'),
    ),
    certificates: v.pipe(
      v.nullable(v.strictObject({ expected: Values, received: Values })),
      v.description(
        'SHA-256 fingerprints: the registered certificates, and those that the message names. `null` unless a signature did not verify.',
      ),
    ),
    setting: v.pipe(
      v.nullable(v.strictObject({ product: v.string(), label: v.string() })),
      v.description('The setting to correct, in the words of the IdP. `null`: not known.'),
    ),
    learned_issuer: v.pipe(
      v.nullable(v.string()),
      v.description('The issuer that the test verified, if nobody had entered it: see `:approve`.'),
    ),
    warnings: v.array(v.strictObject({ code: v.string(), message: v.string() })),
    cut: v.pipe(
      v.boolean(),
      v.description('The IdP sent too much, so attributes and fields were not kept.'),
    ),
  }),
  v.title('ConnectorTestReport'),
)

/** A test with its report. */
export const TestShape = v.pipe(
  v.strictObject({
    ...RUN,
    report: v.pipe(
      v.nullable(ReportShape),
      v.description('`null` before the test has ended, and after 7 days.'),
    ),
  }),
  v.title('ConnectorTestWithReport'),
)

/** Writes a test. */
export function writeTestRun(run: TestRun): v.InferOutput<typeof TestRunShape> {
  const meaning = run.code === undefined ? undefined : meaningOf(run.code)
  return {
    id: run.id,
    connector_id: run.connectorId,
    version: run.version,
    state: run.state,
    started_at: writeTime(run.startedAt),
    started_by: writeActor(run.startedBy),
    expires_at: writeTime(run.expiresAt),
    ended_at: writeOptionalTime(run.endedAt),
    code: run.code ?? null,
    message: meaning?.message ?? null,
    fixed_by: meaning?.fixedBy ?? null,
    event_id: run.eventId ?? null,
  }
}

/** Writes what a test found. */
export function writeReport(report: TestReport): v.InferInput<typeof ReportShape> {
  const { login, identity, mapped, fields = [], tenantIds, person, landing } = report
  const { refusal, idp, certificates, learnedIssuer, warnings } = report
  return {
    checks: writeChecks(report),
    received: (login?.attributes ?? []).map(({ name, friendlyName, values }) => ({
      name,
      friendly_name: friendlyName ?? null,
      values: [...values],
    })),
    name_id: login?.nameId
      ? { value: login.nameId.value, format: login.nameId.format ?? null }
      : null,
    identity: identity ?? null,
    fields: fields.map(writeField),
    left_out: fields.filter(({ leftOut }) => leftOut).map(writeField),
    roles: {
      received: [...(fields.find(({ field }) => field === 'roles')?.values ?? [])],
      given: [...(person?.roles ?? mapped?.profile.roles ?? [])],
    },
    tenants: tenantIds ? [...tenantIds] : null,
    person: writePerson(person),
    landing: landing ? { application_id: landing.applicationId, name: landing.name } : null,
    certificates: certificates
      ? { expected: [...certificates.expected], received: [...certificates.received] }
      : null,
    setting: (refusal && idpLabelFor(refusal.code, idp)) ?? null,
    learned_issuer: learnedIssuer ?? null,
    warnings: [...warnings],
    cut: report.cut === true,
  }
}

/** The rules of the profile, and what the mapping refused after them. */
function writeChecks({ verdicts, refusal }: TestReport): v.InferInput<typeof Check>[] {
  const checks = verdicts.map(writeVerdict)
  const isShown = verdicts.some(({ verdict }) => verdict === 'failed')
  return refusal === undefined || isShown ? checks : [...checks, writeRefusal(refusal)]
}

const writeVerdict = ({ rule, title, verdict, code, expected, got }: RuleVerdict) => ({
  rule,
  title,
  outcome: verdict,
  code: code ?? null,
  expected: expected ?? null,
  got: got ?? null,
  fixed_by: code === undefined ? null : meaningOf(code).fixedBy,
})

function writeRefusal({ code, ...facts }: Refusal) {
  const { rule, message } = meaningOf(code)
  return writeVerdict({ rule, title: message, verdict: 'failed', code, ...facts })
}

const writeField = ({ field, source, values, refusal, leftOut }: FieldOutcome) => ({
  field,
  source: source ?? null,
  values: [...values],
  code: (refusal ?? leftOut)?.code ?? null,
})

const writePerson = (person: TestReport['person']): v.InferOutput<typeof PersonShape> => ({
  outcome: person?.outcome ?? null,
  user_id: person?.userId ?? null,
  code: person?.refusal?.code ?? null,
  message: person?.refusal ? meaningOf(person.refusal.code).message : null,
})
