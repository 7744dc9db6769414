// Holds a body or a query against its schema, and says of each wrong member where it stands and
// what is wrong with it. Messages never repeat what was sent: it may be a secret in the wrong
// place.

import * as v from 'valibot'
import { ok, type Result, refuse } from '../../../result.ts'
import type { InvalidMember } from '../../problem.ts'
import { type Asked, describeIssue, proposesName, WORDLESS } from './describe-issue.ts'
import { kindOf } from './describe-schema.ts'
import type { ApiRefusal } from './operation.ts'

/** Nobody reads more, and each costs a search for what was meant. */
const MAX_ERRORS = 50
const READING = { abortPipeEarly: true, message: WORDLESS }

/** Reads the members of a parsed JSON body. */
export function readMembers(
  schema: v.GenericSchema,
  body: unknown,
  asked: Asked = {},
): Result<unknown, ApiRefusal> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return invalid([{ pointer: '', detail: `must be an object, not ${kindOf(body)}` }])
  const closest = closestOption(schema, body)
  const read = v.safeParse(closest, body, READING)
  if (read.success) return ok(read.output)
  const wrong = read.issues
    .flatMap(inside)
    .slice(0, MAX_ERRORS)
    .map((issue) => ({
      pointer: pointerOf(issue),
      detail: describeIssue(issue, closest, asked),
    }))
  const missing = alternatives(schema, body)
  if (missing !== undefined) {
    const sent = wrong.filter(({ pointer }) => pointer !== '' && pointer.slice(1) in body)
    return invalid([{ pointer: '', detail: missing }, ...sent])
  }
  const [misspelt, others] = [true, false].map((is) =>
    wrong.filter(({ detail }) => proposesName(detail) === is),
  )
  return invalid([...(misspelt ?? []), ...(others ?? [])])
}

/** Reads the parameters of a query; without a schema there are none. */
export function readQuery(
  schema: v.GenericSchema = v.strictObject({}),
  parameters: Readonly<Record<string, readonly string[]>>,
): Result<unknown, ApiRefusal> {
  const repeated = Object.keys(parameters).filter((name) => parameters[name]?.length !== 1)
  if (repeated.length > 0)
    return invalid(repeated.map((parameter) => ({ parameter, detail: 'may be given once' })))
  const single = Object.fromEntries(Object.entries(parameters).map(([k, values]) => [k, values[0]]))
  const read = v.safeParse(schema, single, READING)
  if (read.success) return ok(read.output)
  return invalid(
    read.issues.slice(0, MAX_ERRORS).map((issue) => ({
      parameter: String(issue.path?.[0]?.key ?? ''),
      detail: describeIssue(issue, schema),
    })),
  )
}

const invalid = (errors: readonly InvalidMember[]): Result<never, ApiRefusal> =>
  refuse({ code: 'api_members_invalid', errors })

/**
 * Of several shapes takes the one that shares most members with the body, so that messages speak of
 * what was meant.
 */
function closestOption(schema: v.GenericSchema, body: object): v.GenericSchema {
  if (!isUnion(schema)) return schema
  // Of two that share as many, the one that lacks less.
  const fit = (option: v.GenericSchema): number => {
    const { all, required } = membersOf(option)
    const shared = all.filter((name) => name in body).length
    return shared * MAX_MEMBERS - required.filter((name) => !(name in body)).length
  }
  return schema.options.reduce((best, option) => (fit(option) > fit(best) ? option : best))
}

const MAX_MEMBERS = 1000

function membersOf(option: v.GenericSchema): {
  readonly all: readonly string[]
  readonly required: readonly string[]
} {
  const entries: Readonly<Record<string, v.GenericSchema>> =
    'entries' in option ? (option.entries as Record<string, v.GenericSchema>) : {}
  const all = Object.keys(entries)
  return { all, required: all.filter((name) => !/optional/.test(entries[name]?.type ?? '')) }
}

/**
 * What a body that is none of several shapes could hold: the members that tell them apart.
 * Undefined if it holds one of them.
 */
function alternatives(schema: v.GenericSchema, body: object): string | undefined {
  if (!isUnion(schema)) return undefined
  const required = schema.options.map((option) => membersOf(option).required)
  const own = required.map((names) =>
    names.filter((name) => !required.every((others) => others.includes(name))),
  )
  if (own.some((names) => names.length === 0 || names.some((name) => name in body)))
    return undefined
  return `needs one of these: ${own.map((names) => names.join(' with ')).join(', or ')}`
}

/**
 * Of a member that may have several shapes: what is wrong in the one whose kind was sent, not that
 * no shape fits.
 */
function inside(issue: v.BaseIssue<unknown>): readonly v.BaseIssue<unknown>[] {
  const within = issue.type === 'union' ? (issue.issues ?? []).filter(({ path }) => path) : []
  if (within.length === 0) return [issue]
  const [first, ...rest] = issue.path ?? []
  return within.map((one) => ({
    ...one,
    path: first ? [first, ...rest, ...(one.path ?? [])] : one.path,
  }))
}

const isUnion = (
  schema: v.GenericSchema,
): schema is v.GenericSchema & { options: v.GenericSchema[] } => schema.type === 'union'

function pointerOf(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map((item) => String(item.key))
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
