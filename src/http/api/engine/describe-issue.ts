// Says of one wrong member what is wrong with it and what is accepted. Messages never repeat what
// was sent: it may be a secret in the wrong place.

import * as v from 'valibot'
import { kindOf, memberNames, schemasAt, wordsOf } from './describe-schema.ts'
import { nearestNames, proposeName } from './nearest-names.ts'

/** What valibot would say by itself of a rule without words of its own repeats what was sent. */
export const WORDLESS = 'has a value that is not accepted'

/** What is asked, beside the schema. */
export interface Asked {
  readonly method?: string
  /** What the operation answers: its members are known, even if they cannot be sent. */
  readonly answer?: v.GenericSchema | undefined
}

type Issue = v.BaseIssue<unknown>

/** Describes an issue of a schema, as the end of a sentence that begins with the member. */
export function describeIssue(issue: Issue, schema: v.GenericSchema, asked: Asked = {}): string {
  const keys = (issue.path ?? []).map(({ key }) => key as PropertyKey)
  if (issue.expected === 'never' && issue.path?.at(-1)?.origin === 'key')
    return notKnown(issue, schema, asked)
  if (issue.kind !== 'schema') return issue.message
  if (issue.path?.at(-1)?.origin === 'key' || issue.input === undefined)
    return issue.type === 'variant'
      ? `is required: ${choicesOf(issue).join(' or ')}`
      : required(keys, schema, asked)
  if (issue.message !== WORDLESS) return issue.message
  return mismatch(issue, keys, schema)
}

function notKnown(issue: Issue, schema: v.GenericSchema, asked: Asked): string {
  const path: readonly v.IssuePathItem[] = issue.path ?? []
  const keys = path.map(({ key }) => key as PropertyKey)
  const name = String(keys.at(-1))
  const present = Object.keys(path.at(-1)?.input ?? {})
  const known = [...new Set(schemasAt(schema, keys.slice(0, -1)).flatMap(memberNames))]
  const absent = known.filter((one) => !present.includes(one))
  const isShown =
    keys.length === 1 && asked.answer !== undefined && memberNames(asked.answer).includes(name)
  if (isShown) return asked.method === 'POST' ? 'is set by the service' : 'cannot be changed'
  return `is not known${proposeName(name, absent)}`
}

/**
 * Tells whether a text of `describeIssue` proposes a name: such a mistake explains others, and
 * comes first.
 */
export const proposesName = (detail: string): boolean => detail.startsWith('is not known; did you')

function required(keys: readonly PropertyKey[], schema: v.GenericSchema, asked: Asked): string {
  if (asked.method === 'PUT' && keys.length === 1)
    return 'is required: PUT takes the whole resource, with every member'
  const [member] = schemasAt(schema, keys)
  const message = member && v.getDescription(member)
  const [first = ''] = /^[^.:]+/.exec(message ?? '') ?? []
  // "SHA-256 of …" keeps its capitals.
  const begun = /^[A-Z][a-z ]/.test(first) ? first.charAt(0).toLowerCase() + first.slice(1) : first
  return begun === '' ? 'is required' : `is required: ${begun}`
}

function mismatch(issue: Issue, keys: readonly PropertyKey[], schema: v.GenericSchema): string {
  const choices = choicesOf(issue)
  if (choices.length > 0 && typeof issue.input === 'string') {
    const [meant] = nearestNames(issue.input, choices)
    const listed = `must be ${choices.join(' or ')}`
    return meant === undefined ? listed : `${listed}; did you mean ${meant}?`
  }
  const accepted = schemasAt(schema, keys).map(wordsOf)
  const words = accepted.length > 0 ? [...new Set(accepted)].join(', or ') : (issue.expected ?? '')
  return `must be ${words}, not ${kindOf(issue.input)}`
}

/** The values that a choice offers, in quotes: valibot writes them as ("a" | "b"). */
const choicesOf = ({ expected }: Issue): readonly string[] => expected?.match(/"[^"]*"/g) ?? []
