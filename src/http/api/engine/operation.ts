// What an operation of the API is: one value from which both the route and its description in
// OpenAPI come.

import type * as v from 'valibot'
import type { Cookie } from '../../../login/begin/pending-login.ts'
import type { Session } from '../../../login/session.ts'
import type { Fact } from '../../../refusal.ts'
import type { ApiKey, ApiScope } from '../../../tenants/api-key.ts'
import type { CommandKind } from '../../../tenants/commands/commands.ts'
import type { Actor, CommandEnvelope } from '../../../tenants/commands/envelope.ts'
import type { HomeRole } from '../../../tenants/home-tenant.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import type { SetupLink, SetupTask } from '../../../tenants/setup-links/setup-link.ts'
import type { GateAddress } from '../../../tenants/tenant.ts'
import type { User } from '../../../tenants/user.ts'
import type { AdministrationDeps } from '../../deps.ts'
import type { InvalidMember } from '../../problem.ts'
import type { ProblemCode } from './api-refusals.ts'
import type { PathName, PathValues } from './path-parameters.ts'

/** A refusal on its way to a problem. Pointers are those of the body as it was sent. */
export interface ApiRefusal {
  readonly code: ProblemCode
  readonly pointer?: string
  readonly expected?: Fact
  readonly got?: Fact
  readonly errors?: readonly InvalidMember[]
  /** Where a person gets the authentication that is missing. */
  readonly authenticationUrl?: string
}

/**
 * Who calls, and what they may: the operator, an API key, a person with a session, or a guest of a
 * set-up link.
 */
export interface Caller {
  readonly actor: Actor
  readonly key?: ApiKey
  /** The caller holds `OPERATOR_KEY`. */
  readonly operatorKey?: true
  readonly session?: Session
  /** Of a guest: the link that lets them in, as the gate has it at this moment. */
  readonly guest?: SetupLink
  /** Of a caller whom nobody knows: the network, where the platform names one. */
  readonly network?: string
  /** The person of the session. */
  readonly user?: User
  readonly tenantName?: string
  /** Of a person of the home tenant: the role that opens every tenant. */
  readonly homeRole?: HomeRole
  /** Of a person: when a second factor was last proven in their browser. */
  readonly factorAt?: number | undefined
  /** Of a guest, or a person who reaches their own tenant alone: where that is. */
  readonly gate?: GateAddress
  /**
   * The one tenant that the caller reaches: of a key with its children, of a person or a guest
   * alone. Absent: every tenant.
   */
  readonly tenantId?: TenantId
}

/** What an operation works with: the ports, on whose behalf, and under which conditions. */
export interface ApiDeps extends AdministrationDeps {
  readonly caller: Caller
  readonly envelope: CommandEnvelope
}

/**
 * What a run answers: the body of the success, or a refusal. With a resource the answer carries its
 * entity tag, and with a cookie the browser is handed that.
 */
type Answer<T> = Promise<
  | { readonly ok: true; readonly value: T; readonly resource?: object; readonly cookie?: Cookie }
  | { readonly ok: false; readonly refusal: ApiRefusal }
>

/** Answers with a resource as the API writes it, under its entity tag. */
export const shown = <R extends object, T>(resource: R, write: (resource: R) => T) => ({
  ok: true as const,
  value: write(resource),
  resource,
})

interface Described {
  /** `operationId`, stable: names of generated clients come from it. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /**
   * The credential that opens it: `OPERATOR_KEY`, an API key with this scope, any of a session, a
   * set-up link or an API key (`signed_in`), or none (`anybody`). People: `opensToPeople`.
   */
  readonly access: 'operator' | ApiScope | 'signed_in' | 'anybody'
  /** The tasks of a set-up link that open it to guests; absent: it is closed to them. */
  readonly guests?: readonly SetupTask[]
  /** It changes what governs logins: for guests the link has to say `may_activate`. */
  readonly activates?: true
  /** The refusal of what the body names, if that is all it is about: a 404, as in a path. */
  readonly about?: ProblemCode
  /** A second scope that a key must have: the operation hands out what this scope opens. */
  readonly alsoAccess?: ApiScope
  /** It belongs to no tenant, and keeps a key that is bound to one to that tenant by itself. */
  readonly acceptsBoundKeys?: true
  /**
   * A person has to have authenticated within a quarter of an hour: it ends, or hands out, what is
   * not got back by itself.
   */
  readonly recentAuthentication?: true
  /**
   * A person needs the role `admin`, though it is a GET: the answer holds personal data as it came.
   */
  readonly forAdministrators?: true
  /** The answer is a stream of lines, each JSON of this shape (`application/x-ndjson`). */
  readonly lines?: v.GenericSchema
  /** A POST that only shows something. */
  readonly readOnly?: true
  /** Largest body in bytes; 256 KiB when absent. */
  readonly bodyLimit?: number
  /** 201 adds a `Location`: below the path, unless `created` names another. 204 has no body. */
  readonly status: 200 | 201 | 204
  /** The list in which what was created stands, and the member that holds it. */
  readonly created?: { readonly path: string; readonly member: string }
  /**
   * A body that it takes, and its answer. Only the description of the API shows them; a test
   * compares each with its schema.
   */
  readonly example?: { readonly request?: object; readonly response?: object }
  /** The command that it runs: what that refuses, it refuses too. */
  readonly command?: CommandKind
  /** Refusals of the command that this use of it never meets. */
  readonly never?: readonly ProblemCode[]
  /** Refusals of its own; those of authentication, body and query come from its other members. */
  readonly refusals?: readonly ProblemCode[]
}

/** An operation as routing and description see it. */
export interface Operation extends Described {
  /** As in OpenAPI: `/tenants/{tenant_id}`. A verb stands behind a colon. */
  readonly path: string
  readonly query?: v.GenericSchema
  readonly body?: v.GenericSchema
  readonly response?: v.GenericSchema
  run(
    deps: ApiDeps,
    request: {
      readonly params: Partial<PathValues>
      readonly query: unknown
      readonly body: unknown
    },
  ): Answer<unknown>
}

type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? (Name & PathName) | PathNames<Rest>
  : never

interface Definition<
  Path extends string,
  Query extends v.GenericSchema,
  Body extends v.GenericSchema,
  Response extends v.GenericSchema,
> extends Described {
  readonly path: Path
  readonly query?: Query
  readonly body?: Body
  readonly response?: Response
  run(
    deps: ApiDeps,
    request: {
      readonly params: Pick<PathValues, PathNames<Path>>
      readonly query: v.InferOutput<Query>
      readonly body: v.InferOutput<Body>
    },
  ): Answer<v.InferInput<Response>>
}

/**
 * Types an operation by its path and schemas: `run` receives what they let through and answers what
 * `response` describes.
 */
export const operation = <
  const Path extends string,
  Query extends v.GenericSchema,
  Body extends v.GenericSchema,
  Response extends v.GenericSchema,
>(
  definition: Definition<Path, Query, Body, Response>,
): Operation => definition
