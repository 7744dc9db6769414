// What the values of a test become under rules that are not saved yet, as far as it can be said
// without the service: transforms are the service's.

import type { ConnectorTestReport } from '../../api/schema.d.ts'
import {
  attributesOf,
  type FieldRule,
  isSame,
  meansValue,
  type Roles,
  transformsOf,
  type ValueRule,
} from './mapping-values.ts'

/** What a field comes to. `values` is undefined if only a test can tell. */
export interface FieldPreview {
  readonly source: string | null
  readonly values: readonly string[] | undefined
}

/** The values of an attribute of a test. */
export const valuesOf = (report: ConnectorTestReport, name: string): readonly string[] =>
  name === 'NameID' && report.name_id
    ? [report.name_id.value]
    : (report.received.find((one) => one.name === name)?.values ?? [])

/** What a field comes to under a rule; `saved` is the rule that the test may have had. */
export function previewField(
  report: ConnectorTestReport,
  field: string,
  { rule, saved }: { readonly rule: FieldRule | undefined; readonly saved: FieldRule | undefined },
): FieldPreview {
  const camel = field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const tested = report.fields.find((one) => one.field === camel || one.field === field)
  if (isSame(rule, saved) && tested) return { source: tested.source, values: tested.values }
  if (transformsOf(rule) > 0 || rule === undefined) return { source: null, values: undefined }
  const names = attributesOf(rule)
  const source = names.find((name) => valuesOf(report, name).length > 0) ?? null
  return { source, values: source === null ? [] : valuesOf(report, source) }
}

/** The values that the rules of roles read. */
export function roleValues(report: ConnectorTestReport, roles: Roles): readonly string[] {
  if (roles?.attribute) return valuesOf(report, roles.attribute)
  return report.fields.find(({ field }) => field === 'roles')?.values ?? report.roles.received
}

/** A value beside the rules that mean it. */
export interface MatchedValue {
  readonly value: string
  readonly rules: readonly ValueRule[]
}

/** Each value once, with the rules that mean it. */
export const matchValues = (
  values: readonly string[],
  rules: readonly ValueRule[],
): readonly MatchedValue[] =>
  [...new Set(values)].map((value) => ({
    value,
    rules: rules.filter((rule) => meansValue(rule, value)),
  }))
