// The evidence of a test, a section each: every rule with its verdict, the person as mapped, the
// attributes as received, the message itself. All of it is text from outside: it is shown with its
// white space and its direction.

import type {
  LeftOutField,
  MappedIdentity,
  MappedProfile,
} from '../../../login/mapping/map-profile.ts'
import { meaningOf } from '../../../login/meanings.ts'
import type { RuleVerdict } from '../../../protocol/saml/response/rule-verdict.ts'
import type { VerifiedLogin } from '../../../protocol/saml/response/verified-login.ts'
import type { Fact } from '../../../refusal.ts'
import { LIST_FIELDS, SINGLE_FIELDS } from '../../../tenants/connectors/attribute-mapping.ts'
import type { Page } from './layout.tsx'

const VERDICT_WORDS: Readonly<Record<RuleVerdict['verdict'], string>> = {
  passed: '✓ Passed',
  failed: '✗ Failed',
  not_reached: '– Not reached',
}

/** Lists every rule with what it wanted and what came; unfolded when one failed. */
export function Rules({ verdicts }: { verdicts: readonly RuleVerdict[] }): Page {
  const count = (verdict: RuleVerdict['verdict']) =>
    verdicts.filter((v) => v.verdict === verdict).length
  const summary = `${count('passed')} passed, ${count('failed')} failed, ${count('not_reached')} not reached`
  return (
    <Section title="Rules" note={summary} open={count('failed') > 0}>
      <ol class="inside rules">
        {verdicts.map((verdict) => (
          <Rule {...verdict} />
        ))}
      </ol>
    </Section>
  )
}

function Rule({ rule, title, verdict, ...facts }: RuleVerdict): Page {
  return (
    <li>
      <p>
        <b class={verdict}>{VERDICT_WORDS[verdict]}</b> {title} <small class="quiet">{rule}</small>
      </p>
      <Comparison {...facts} />
    </li>
  )
}

type ComparisonProps = Pick<RuleVerdict, 'code' | 'expected' | 'got' | 'message'>

/** Shows what a rule wanted and what came; nothing where a rule has neither. */
export function Comparison({ code, expected, got, message }: ComparisonProps): Page | null {
  if (code === undefined && expected === undefined && got === undefined) return null
  return (
    <dl class="pairs">
      {code === undefined ? null : <Pair name="Code" values={[code]} />}
      {expected === undefined ? null : <Pair name="Expected" values={linesOf(expected)} />}
      {got === undefined ? null : <Pair name="Received" values={linesOf(got)} />}
      {message === undefined ? null : <Pair name="StatusMessage" values={[message]} />}
    </dl>
  )
}

/**
 * Shows every field of the profile with the attribute it came from, and what the person is
 * recognised by.
 */
export function Person(props: {
  mapped: MappedProfile
  identity?: MappedIdentity | undefined
}): Page {
  const { mapped, identity } = props
  const { leftOut = [] } = mapped
  return (
    <Section title="Person" note="as mapped from the attributes" open>
      <dl class="inside pairs">
        {identity && <Pair name="Recognised by" note={identity.source} values={[identity.value]} />}
        {[...SINGLE_FIELDS, ...LIST_FIELDS].map((field) => (
          <Pair
            name={field}
            note={mapped.sources[field]}
            values={linesOf(mapped.profile[field] ?? [])}
            absent={leftOut.some((one) => one.field === field) ? 'left out' : undefined}
          />
        ))}
        {Object.entries(mapped.profile.custom ?? {}).map(([name, value]) => (
          <Pair name={name} note={mapped.sources[name]} values={linesOf(value)} />
        ))}
      </dl>
    </Section>
  )
}

/** Shows which optional fields a login goes on without, and why: nobody is refused for them. */
export function LeftOut({ leftOut }: { leftOut: readonly LeftOutField[] }): Page {
  return (
    <Section
      title="Left out"
      note={`${leftOut.length} optional fields that could not be used`}
      open
    >
      <ul class="inside rules">
        <li>
          A sign-in goes on without these fields. If an application needs one, correct it at the
          identity provider, or make the field required.
        </li>
        {leftOut.map(({ field, source, code, ...facts }) => (
          <li>
            <p>
              <b>
                <bdi>{field}</bdi>
              </b>
              {source === undefined ? null : (
                <>
                  {' from '}
                  <bdi>{source}</bdi>
                </>
              )}
              : {meaningOf(code).message}
            </p>
            <Comparison code={code} {...facts} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Shows the NameID and every attribute as it came. */
export function Attributes({
  login,
}: {
  login: Pick<VerifiedLogin, 'nameId' | 'attributes'>
}): Page {
  const { nameId, attributes } = login
  return (
    <Section title="Attributes" note={`${attributes.length} as received, and the NameID`}>
      <dl class="inside pairs">
        <Pair
          name="NameID"
          note={nameId && (nameId.format ?? 'no format')}
          values={nameId ? [nameId.value] : []}
        />
        {attributes.map(({ name, friendlyName, values }) => (
          <Pair name={name} note={friendlyName} values={values} />
        ))}
      </dl>
    </Section>
  )
}

/** Shows the message as it came, never formatted: white space counts under a signature. */
export function Message({ message }: { message: string }): Page {
  return (
    <Section title="Message" note="as received">
      {/* Focusable: what scrolls must be reachable by keyboard. */}
      <section class="inside scroll" tabindex={0} aria-label="Message as received">
        <pre>{message}</pre>
      </section>
    </Section>
  )
}

interface SectionProps {
  readonly title: string
  readonly note: string
  readonly open?: boolean
  readonly children: Page
}

/** A part of the evidence that folds. */
export function Section({ title, note, open = false, children }: SectionProps): Page {
  return (
    <details open={open}>
      <summary>
        <h2>{title}</h2> <span>{note}</span>
      </summary>
      {children}
    </details>
  )
}

interface PairProps {
  readonly name: string
  readonly note?: string | undefined
  readonly values: readonly string[]
  /** Stands in the place of a value. */
  readonly absent?: string | undefined
}

/** A name with its values. */
export function Pair({ name, note, values, absent = 'not received' }: PairProps): Page {
  return (
    <>
      <dt>
        <bdi>{name}</bdi>
        {note === undefined ? null : <small>{note}</small>}
      </dt>
      <dd>
        {values.length === 0 ? (
          <span class="quiet">{absent}</span>
        ) : (
          values.map((value) => <div class="value">{value}</div>)
        )}
      </dd>
    </>
  )
}

const linesOf = (fact: Fact): readonly string[] =>
  typeof fact === 'object' ? fact : [String(fact)]
