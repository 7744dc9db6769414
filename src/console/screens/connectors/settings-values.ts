// The settings that the form of a connector edits, as a person types them, and back.

import type { ConnectorChange, ConnectorDetail } from '../../api/schema.d.ts'
import type { Setting, Settings } from './setting-words.ts'

/** The settings as the form holds them: lists are lines. */
export interface SettingsValues {
  readonly name_id_format: Settings['name_id_format']
  readonly identity: 'name_id' | 'attribute'
  readonly identity_attribute: string
  readonly provisioning: Settings['provisioning']
  readonly email_domains: string
  readonly link_by_email: boolean
  readonly idp_initiated: Settings['idp_initiated']
  readonly force_authn: boolean
  readonly max_session_hours: string
  readonly landing: Settings['landing']
}

/** Reads a version for the form. */
export function valuesOf({ latest }: ConnectorDetail): SettingsValues {
  const { settings } = latest
  const source = settings.identity_source
  return {
    name_id_format: settings.name_id_format,
    identity: source.kind,
    identity_attribute: source.kind === 'attribute' ? source.name : '',
    provisioning: settings.provisioning,
    email_domains: settings.email_domains.join('\n'),
    link_by_email: settings.link_by_email,
    idp_initiated: settings.idp_initiated,
    force_authn: settings.force_authn,
    max_session_hours: String(settings.max_session_hours),
    landing: settings.landing,
  }
}

/** What the values say, as settings. */
function settingsOf(values: SettingsValues): Partial<Settings> {
  const { identity, identity_attribute, email_domains, max_session_hours, ...same } = values
  return {
    ...same,
    identity_source:
      identity === 'name_id'
        ? { kind: 'name_id' }
        : { kind: 'attribute', name: identity_attribute.trim() },
    email_domains: email_domains.split(/[\s,;]+/).filter((domain) => domain !== ''),
    max_session_hours: Number(max_session_hours),
  }
}

/** The members that differ from a version: what a save sends. */
export function changesOf(values: SettingsValues, connector: ConnectorDetail): ConnectorChange {
  const wanted = settingsOf(values)
  const names = Object.keys(wanted) as Setting[]
  const changed = names.filter(
    (name) => JSON.stringify(wanted[name]) !== JSON.stringify(connector.latest.settings[name]),
  )
  return Object.fromEntries(changed.map((name) => [name, wanted[name]])) as ConnectorChange
}
