// Set-up links as the API shows them.

import * as v from 'valibot'
import {
  DAYS_TO_FIRST_USE,
  expiryOf,
  MAX_DAYS_TO_FIRST_USE,
  SETUP_LINK_STATES,
  SETUP_TASKS,
  type SetupLink,
  type SetupProgress,
  stateOf,
} from '../../../tenants/setup-links/setup-link.ts'
import { ActorShape, writeActor } from '../deployment/audit.ts'
import { id, Time, writeOptionalTime, writeTime } from '../engine/members.ts'

const Task = v.picklist(SETUP_TASKS)
const Tasks = v.pipe(
  v.array(Task),
  v.description(
    '`sso`: set up a connector. `certificate`: replace the certificates of an external IdP. `domain`: prove e-mail domains.',
  ),
)
const MayActivate = v.pipe(
  v.boolean(),
  v.description('The guests may make a tested version govern logins.'),
)
const ConnectorShape = v.pipe(
  v.nullable(id('con')),
  v.description('The one connector that the link opens; null: every one of the tenant.'),
)

/** A link that is to be made. */
export const NewSetupLinkShape = v.pipe(
  v.strictObject({
    tasks: v.pipe(
      v.array(Task),
      v.minLength(1, 'must name a task'),
      v.check((tasks) => new Set(tasks).size === tasks.length, 'must name each task once'),
    ),
    connector_id: v.exactOptional(
      v.pipe(id('con'), v.description('Opens this connector alone, and creates none.')),
    ),
    days_to_first_use: v.exactOptional(
      v.pipe(
        v.number(),
        v.integer('must be a whole number'),
        v.minValue(1, 'must be at least 1'),
        v.maxValue(MAX_DAYS_TO_FIRST_USE, `must be at most ${MAX_DAYS_TO_FIRST_USE}`),
        v.description(
          `${DAYS_TO_FIRST_USE} when absent. Once opened, the link serves for 60 days.`,
        ),
      ),
    ),
    may_activate: v.exactOptional(MayActivate),
  }),
  v.title('NewSetupLink'),
)

const entries = {
  id: id('lnk'),
  tenant_id: id('ten'),
  tasks: Tasks,
  connector_id: ConnectorShape,
  may_activate: MayActivate,
  state: v.picklist(SETUP_LINK_STATES),
  created_at: Time,
  created_by: ActorShape,
  first_use_until: Time,
  expires_at: v.pipe(Time, v.description('When the link ends by itself.')),
  first_opened_at: v.nullable(Time),
  last_opened_at: v.nullable(Time),
  opened_times: v.pipe(v.number(), v.integer()),
  done_at: v.nullable(Time),
  revoked_at: v.nullable(Time),
  progress: v.pipe(
    v.strictObject({
      external_idp: v.boolean(),
      connector: v.boolean(),
      tested: v.boolean(),
      activated: v.boolean(),
      domain: v.boolean(),
    }),
    v.description('What of the set-up exists, counted from when the link was made.'),
  ),
}

/** A link. */
export const SetupLinkShape = v.pipe(v.strictObject(entries), v.title('SetupLink'))

/** The same with its address, once. */
export const SetupLinkWithUrlShape = v.pipe(
  v.strictObject({
    ...entries,
    url: v.pipe(
      v.string(),
      v.description(
        'Shown once. Everybody who has it may do what the link names: send it privately.',
      ),
    ),
  }),
  v.title('SetupLinkWithUrl'),
)

const NOTHING: SetupProgress = {
  externalIdp: false,
  connector: false,
  tested: false,
  activated: false,
  domain: false,
}

/** Writes a link as it is at this moment. */
export const writeSetupLink = (
  link: SetupLink,
  now: number,
  { externalIdp, ...progress }: SetupProgress = NOTHING,
): v.InferInput<typeof SetupLinkShape> => ({
  id: link.id,
  tenant_id: link.tenantId,
  tasks: [...link.tasks],
  connector_id: link.connectorId ?? null,
  may_activate: link.mayActivate,
  state: stateOf(link, now),
  created_at: writeTime(link.createdAt),
  created_by: writeActor(link.createdBy),
  first_use_until: writeTime(link.firstUseUntil),
  expires_at: writeTime(expiryOf(link)),
  first_opened_at: writeOptionalTime(link.firstOpenedAt),
  last_opened_at: writeOptionalTime(link.lastOpenedAt),
  opened_times: link.openedTimes,
  done_at: writeOptionalTime(link.doneAt),
  revoked_at: writeOptionalTime(link.revokedAt),
  progress: { external_idp: externalIdp, ...progress },
})

/** The token of a link, as it stands behind the `#` of its address. It never stands in a path. */
export const TokenShape = v.pipe(
  v.strictObject({
    token: v.pipe(
      v.string(),
      v.maxLength(200, 'must have at most 200 characters'),
      v.description('What stands behind the `#` of the address.'),
    ),
  }),
  v.title('SetupToken'),
)

/** What somebody learns of a link before they open it. */
export const SetupDescriptionShape = v.pipe(
  v.strictObject({
    tenant: v.strictObject({ name: v.string() }),
    tasks: Tasks,
    state: v.picklist(['unopened', 'opened']),
    may_activate: MayActivate,
    expires_at: Time,
  }),
  v.title('SetupDescription'),
)

/** A session that began. */
export const SetupSessionShape = v.pipe(
  v.strictObject({
    tenant: v.strictObject({ id: id('ten'), name: v.string() }),
    setup_link_id: id('lnk'),
    tasks: Tasks,
    connector_id: ConnectorShape,
    may_activate: MayActivate,
    expires_at: v.pipe(Time, v.description('Then the browser has to open the link again.')),
  }),
  v.title('SetupSession'),
)
