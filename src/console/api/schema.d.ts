// Types of the API, from its OpenAPI document. Written by `npm run types`; do not edit.

export type Activation = {
  /** Whether `:activate` refuses the version until it has passed a test. */
  readonly needs_test: boolean
  /** Why. `tested`: it passed a test with everything that it trusts. `only_presentation_changed`: it differs from the live version in settings alone that cannot change who is let in or how they are recognised (`landing`, `idp_initiated` to `off`, a lower `max_session_hours`). `issuer_unapproved`: it was tested, and the issuer that the test learned has to be approved. `is_live`: it governs logins already. `never_live`: the connector has no live version yet. Each `…_changed` names the gravest change that needs a test. */
  readonly reason: "is_live" | "tested" | "issuer_unapproved" | "only_presentation_changed" | "never_live" | "trust_changed" | "identity_changed" | "roles_changed" | "tenants_changed" | "domains_changed" | "admission_changed" | "request_changed" | "settings_changed"
  /** Settings that differ from the live version, as JSON pointers. `/certificates`: certificates or a metadata URL of the external IdP that the live version does not trust. Empty without a live version. */
  readonly changes: readonly string[]
}

export type Actor = {
  /** `operator` and `support` are people of the home tenant, `user` is a person of the tenant. */
  readonly type: "operator" | "support" | "api_key" | "user" | "setup_link" | "system"
  /** The person, the API key, the set-up link, or the part of the system. `null`: the holder of `OPERATOR_KEY`. */
  readonly id: string | null
}

export type ApiKey = {
  readonly id: string
  readonly name: string
  /** `read`: see configuration and audit log. `configure`: change configuration. `users`: see and change people. `events`: see what happened. */
  readonly scopes: readonly ("read" | "configure" | "users" | "events" | "recover")[]
  /** The key reaches this tenant and its children only; null reaches every tenant. */
  readonly tenant_id: string | null
  /** From then on the key is none; null never. */
  readonly expires_at: string | null
  /** To the hour. */
  readonly last_used_at: string | null
  readonly created_at: string
}

export type Application = {
  readonly id: string
  /** The same as `id`, under its OAuth name. */
  readonly client_id: string
  readonly name: string
  /** Where people land who signed in without a request. */
  readonly landing_url: string
  readonly environment: "production" | "non_production"
  /** Where else a login may end (`return_to`, RelayState): exactly there, or with `/*` at its end at and below it. Null: at and below the landing URL. */
  readonly return_urls: readonly string[] | null
  /** https URLs without fragment. Compared as exact strings. */
  readonly redirect_uris: readonly string[]
  /** The tenants that are granted it. */
  readonly tenant_ids: readonly string[]
  /** How it authenticates at the token endpoint; `none` for one that can keep no secret. */
  readonly token_endpoint_auth_method: "none" | "client_secret_basic" | "client_secret_post"
  readonly created_at: string
  /** Of `tenant_ids`, how many sign people in by an earlier state of it. None but after an outage or with hundreds of tenants; the schedule reaches the others within hours. */
  readonly tenants_behind: number
}

export type ApplicationChange = {
  readonly name?: string | undefined
  /** Where people land who signed in without a request. */
  readonly landing_url?: string | undefined
  /** Where else a login may end (`return_to`, RelayState): exactly there, or with `/*` at its end at and below it. Null: at and below the landing URL. */
  readonly return_urls?: readonly string[] | null | undefined
  /** https URLs without fragment. Compared as exact strings. */
  readonly redirect_uris?: readonly string[] | undefined
}

export type ApplicationGrant = {
  readonly application_id: string
  readonly tenant_id: string
}

export type AuditEntry = {
  readonly id: string
  readonly tenant_id: string | null
  readonly at: string
  readonly actor: Actor
  readonly action: string
  readonly target: {
    readonly type: string
    readonly id: string
  }
  /** Of a change the members that changed, else all of them. Never a secret. */
  readonly before: Readonly<Record<string, unknown>> | null
  /** Of a change the members that changed, else all of them. Never a secret. */
  readonly after: Readonly<Record<string, unknown>> | null
  readonly request_id: string
}

export type BreakGlass = {
  readonly minutes: number
  readonly reason: string
}

export type ConnectorChange = {
  readonly name?: string | undefined
  /** Unique in the tenant. Letter case makes no difference: `okta` and `OKTA` are the same. */
  readonly reference?: string | undefined
  readonly external_idp_id?: string | undefined
  /** How requests reach the identity provider: `redirect` or `post`, one that its metadata offers. Absent: `redirect` if offered, otherwise `post`. */
  readonly request_binding?: "redirect" | "post" | undefined
  /** Requests are signed, and SP metadata says so. Absent: true. */
  readonly sign_requests?: boolean | undefined
  /** The format of NameIDs that requests ask for: `unspecified`, `email`, `persistent` or `transient`, or its URN. Answers have the short name. `transient` names a person anew at every sign-in, so people are recognised by an attribute: unless `identity_source` is given, by the first one of `mapping.user_id`, by the object identifier of Microsoft Entra ID, by `id` of Okta, else by `userId`. Absent: `unspecified`. */
  readonly name_id_format?: "unspecified" | "email" | "persistent" | "transient" | "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified" | "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" | "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" | "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" | undefined
  /** What recognises a person: the NameID, or one attribute that never changes. With an attribute the NameID may be absent or transient. Absent: the NameID, or for `transient` an attribute, which the answer names. */
  readonly identity_source?: {
    readonly kind: "name_id"
  } | {
    readonly kind: "attribute"
    readonly name: string
  } | undefined
  /** Field -> attribute names, the preferred first, or a rule. Names are compared exactly, an attribute without a value counts as absent, and `NameID` stands for the NameID of the Subject. A field left out takes the well-known names, in any case of their letters. */
  readonly mapping?: {
    readonly user_id?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
    } | undefined
    readonly email?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
    } | undefined
    readonly first_name?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: string | undefined
    } | undefined
    readonly last_name?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: string | undefined
    } | undefined
    readonly name_alias?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: string | undefined
    } | undefined
    readonly concurrency?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: string | undefined
    } | undefined
    readonly roles?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: readonly string[] | undefined
    } | undefined
    readonly groups?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: readonly string[] | undefined
    } | undefined
    /** Fields of the tenant’s own, by name; each is string, number, boolean, string_list. Two connectors of a tenant that have one of the same name agree on its type. */
    readonly custom?: Readonly<Record<string, {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly type: "string"
      readonly default?: string | undefined
    } | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly type: "number"
      readonly default?: string | undefined
    } | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly type: "boolean"
      readonly default?: "true" | "false" | undefined
    } | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly type: "string_list"
      readonly default?: readonly string[] | undefined
    }>> | undefined
  } | undefined
  readonly roles?: {
    /** The role key. When absent: what the mapping has as roles. */
    readonly attribute?: string | undefined
    /** Each that matches counts. When absent: roles as sent. */
    readonly rules?: readonly ({
      readonly match: "exact" | "prefix" | "group_id"
      readonly value: string
      /** What the value stands for, as in the name of a group. It decides nothing. */
      readonly label?: string | undefined
      readonly role: string
    })[] | undefined
    /** If no rule matches: `deny` refuses the sign-in, `default` gives `default_role`, `ignore` gives no role. */
    readonly unmatched?: "deny" | "default" | "ignore" | undefined
    readonly default_role?: string | undefined
    /** Whether roles that are no longer sent go. Roles given by hand stay anyway. */
    readonly sync?: "replace" | "add" | undefined
    /** May give the roles `admin` and `viewer`. Absent: false. */
    readonly allow_admin?: boolean | undefined
  } | null | undefined
  readonly tenants?: {
    /** The tenant key. */
    readonly attribute: string
    readonly rules: readonly ({
      readonly match: "exact" | "prefix" | "group_id"
      readonly value: string
      /** What the value stands for, as in the name of a group. It decides nothing. */
      readonly label?: string | undefined
      readonly tenant_id: string
    })[]
    /** Of several that match: the person chooses, or the first rule decides. */
    readonly several?: "choose" | "first" | undefined
  } | null | undefined
  readonly landing?: {
    readonly rules: readonly ({
      readonly match: "role" | "group" | "attribute"
      /** Name of the attribute, with `"match":"attribute"` alone. */
      readonly attribute?: string | undefined
      readonly value: string
      readonly application_id: string
    })[]
    readonly default_application_id?: string | undefined
  } | null | undefined
  /** Who comes with an e-mail address of another domain is refused. Empty: any domain. */
  readonly email_domains?: readonly string[] | undefined
  /** Who may come in: everybody (`create`), users that are linked to the connector, of new people only those who were invited. */
  readonly provisioning?: "create" | "only_linked" | "only_invited" | undefined
  /** On the first sign-in through this connector, link to the user with the same e-mail address if the tenant has verified its domain. Production only. */
  readonly link_by_email?: boolean | undefined
  /** Every request asks the identity provider to authenticate the person anew. Absent: false. */
  readonly force_authn?: boolean | undefined
  /** By how many seconds the clock of the identity provider may differ from ours, either way. */
  readonly clock_skew_seconds?: number | undefined
  readonly authn_context_class_ref?: string | null | undefined
  readonly allow_weak_algorithms_until?: string | null | undefined
  /** Assertions encrypted with AES-CBC are accepted, for identity providers that have no AES-GCM. */
  readonly allow_aes_cbc?: boolean | undefined
  /** Sign-ins that the identity provider begins: `off` refuses them, `convert` begins one here in their place, `accept` takes them. */
  readonly idp_initiated?: "off" | "convert" | "accept" | undefined
  /** Accepted sign-ins that the identity provider began may name a request that nobody made. */
  readonly ignore_unsolicited_in_response_to?: boolean | undefined
  /** A session that begins through this connector ends after so many hours, or earlier if the identity provider says so (SessionNotOnOrAfter). Absent: 12. */
  readonly max_session_hours?: number | undefined
}

export type ConnectorDetail = {
  readonly id: string
  readonly tenant_id: string
  readonly name: string
  /** Unique in the tenant. Letter case makes no difference: `okta` and `OKTA` are the same. */
  readonly reference: string
  readonly type: "saml"
  readonly sso_id: string
  readonly external_idp_id: string
  readonly enabled: boolean
  /** Where a login starts. */
  readonly login_url: string
  /** SHA-256 of the settings: the name of a version. */
  readonly latest_version: string
  readonly active_version: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly latest: ConnectorVersion
  readonly active: ConnectorVersion | null
}

export type ConnectorSummary = {
  readonly id: string
  readonly tenant_id: string
  readonly name: string
  /** Unique in the tenant. Letter case makes no difference: `okta` and `OKTA` are the same. */
  readonly reference: string
  readonly type: "saml"
  readonly sso_id: string
  readonly external_idp_id: string
  readonly enabled: boolean
  /** Where a login starts. */
  readonly login_url: string
  /** SHA-256 of the settings: the name of a version. */
  readonly latest_version: string
  readonly active_version: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly environment: "production" | "non_production"
  /** `active`: a version governs logins. Before one does, how far the latest is. */
  readonly state: "draft" | "tested" | "active" | "disabled"
  /** entityID of the identity provider. Null: not known yet. */
  readonly issuer: string | null
  /** Where requests go. */
  readonly endpoint: string
  readonly name_id_format: "unspecified" | "email" | "persistent" | "transient"
  /** The authentication method that is asked for; null leaves it to the IdP. */
  readonly authn_context_class_ref: string | null
  readonly last_test: {
    readonly at: string
    readonly passed: boolean
  } | null
  /** The last login, to the hour. */
  readonly last_used_at: string | null
  /** When the last certificate of the identity provider ends. */
  readonly idp_certificate_expires_at: string | null
  /** When the certificate of the SSO key ends. */
  readonly sp_certificate_expires_at: string
}

export type ConnectorTest = {
  readonly id: string
  readonly connector_id: string
  /** SHA-256 of the settings: the name of a version. */
  readonly version: string
  /** `issued`: the link waits to be opened. `opened`: the browser is at the IdP. `expired`: the test came to no end in time. */
  readonly state: "issued" | "opened" | "passed" | "failed" | "expired"
  readonly started_at: string
  readonly started_by: Actor
  /** Until when the link opens. */
  readonly expires_at: string
  /** `null`: the test has not ended. */
  readonly ended_at: string | null
  /** See docs/refusals.md. `null`: nothing was refused. */
  readonly code: string | null
  /** What the code means, in one sentence. */
  readonly message: string | null
  /** Who mends it: the administrator of the IdP, the one here, a developer, or the user. `null`: there is nothing to mend. */
  readonly fixed_by: "idp_admin" | "sp_admin" | "developer" | "user" | null
  /** The event that records the outcome. `null`: the test has not ended. */
  readonly event_id: string | null
}

export type ConnectorTestReport = {
  readonly checks: readonly ({
    readonly rule: string
    /** What holds if the check passes. */
    readonly title: string
    readonly outcome: "passed" | "failed" | "not_reached"
    /** See docs/refusals.md. `null`: nothing was refused. */
    readonly code: string | null
    readonly expected: unknown
    readonly got: unknown
    /** Who mends it: the administrator of the IdP, the one here, a developer, or the user. `null`: there is nothing to mend. */
    readonly fixed_by: "idp_admin" | "sp_admin" | "developer" | "user" | null
  })[]
  /** The attributes. Empty unless the signature verified and every rule held. */
  readonly received: readonly ({
    readonly name: string
    readonly friendly_name: string | null
    readonly values: readonly string[]
  })[]
  readonly name_id: {
    readonly value: string
    readonly format: string | null
  } | null
  /** What the person is recognised by. `null`: nothing recognises them. */
  readonly identity: {
    readonly source: string
    readonly value: string
  } | null
  readonly fields: readonly ({
    readonly field: string
    /** The attribute that was there. */
    readonly source: string | null
    readonly values: readonly string[]
    /** See docs/refusals.md. `null`: nothing was refused. */
    readonly code: string | null
  })[]
  /** Optional fields whose values could not be used. A login goes on without. */
  readonly left_out: readonly ({
    readonly field: string
    /** The attribute that was there. */
    readonly source: string | null
    readonly values: readonly string[]
    /** See docs/refusals.md. `null`: nothing was refused. */
    readonly code: string | null
  })[]
  readonly roles: {
    /** As the IdP says them, before the rules. */
    readonly received: readonly string[]
    /** What the person would have here. */
    readonly given: readonly string[]
  }
  /** The tenants that the person may enter. `null`: there are no such rules. */
  readonly tenants: readonly string[] | null
  readonly person: {
    /** What a login would do. `linked`: the identity joins a user who exists. `null`: the test did not come so far, or the person would choose a tenant first. */
    readonly outcome: "created" | "linked" | "known" | "refused" | null
    readonly user_id: string | null
    /** Why the person would be refused. */
    readonly code: string | null
    readonly message: string | null
  }
  /** Where the person lands. `null`: they choose, or do not come in. */
  readonly landing: {
    readonly application_id: string
    readonly name: string
  } | null
  /** SHA-256 fingerprints: the registered certificates, and those that the message names. `null` unless a signature did not verify. */
  readonly certificates: {
    readonly expected: readonly string[]
    readonly received: readonly string[]
  } | null
  /** The setting to correct, in the words of the IdP. `null`: not known. */
  readonly setting: {
    readonly product: string
    readonly label: string
  } | null
  /** The issuer that the test verified, if nobody had entered it: see `:approve`. */
  readonly learned_issuer: string | null
  readonly warnings: readonly ({
    readonly code: string
    readonly message: string
  })[]
  /** The IdP sent too much, so attributes and fields were not kept. */
  readonly cut: boolean
}

export type ConnectorTestWithReport = {
  readonly id: string
  readonly connector_id: string
  /** SHA-256 of the settings: the name of a version. */
  readonly version: string
  /** `issued`: the link waits to be opened. `opened`: the browser is at the IdP. `expired`: the test came to no end in time. */
  readonly state: "issued" | "opened" | "passed" | "failed" | "expired"
  readonly started_at: string
  readonly started_by: Actor
  /** Until when the link opens. */
  readonly expires_at: string
  /** `null`: the test has not ended. */
  readonly ended_at: string | null
  /** See docs/refusals.md. `null`: nothing was refused. */
  readonly code: string | null
  /** What the code means, in one sentence. */
  readonly message: string | null
  /** Who mends it: the administrator of the IdP, the one here, a developer, or the user. `null`: there is nothing to mend. */
  readonly fixed_by: "idp_admin" | "sp_admin" | "developer" | "user" | null
  /** The event that records the outcome. `null`: the test has not ended. */
  readonly event_id: string | null
  /** `null` before the test has ended, and after 7 days. */
  readonly report: ConnectorTestReport | null
}

export type ConnectorTrial = {
  /** SHA-256 of the settings: the name of a version. */
  readonly version: string
  /** Of the test whose response was taken; null for a pasted one. */
  readonly event_id: string | null
  /** Why a login would be refused; its age and its request are not asked. */
  readonly refusal: {
    readonly code: string
    readonly says: string
    readonly expected: unknown
    readonly got: unknown
    /** StatusMessage of the response. `null` if it has none. */
    readonly status_message: string | null
  } | null
  readonly identity: {
    readonly source: string
    readonly value: string
  } | null
  /** Empty when the response does not verify: nothing of it is shown then. */
  readonly fields: readonly ({
    readonly field: string
    /** The attribute that was there. */
    readonly source: string | null
    readonly values: readonly string[]
    /** Why the values that arrived could not be used; null: nothing was wrong. */
    readonly code: string | null
  })[]
  /** Optional fields whose values could not be used, and why. A login goes on without them. */
  readonly left_out: readonly ({
    readonly field: string
    readonly source: string | null
    readonly code: string
    readonly says: string
    readonly expected: unknown
    readonly got: unknown
  })[]
  /** After the rules. */
  readonly roles: readonly string[] | null
  /** Null where the version has no rules of tenants. */
  readonly tenants: readonly string[] | null
}

export type ConnectorVersion = {
  /** SHA-256 of the settings: the name of a version. */
  readonly version: string
  readonly number: number
  readonly state: "draft" | "tested" | "active" | "superseded"
  readonly activation: Activation
  readonly settings: {
    readonly sso_id: string
    readonly external_idp_id: string
    /** Null: not known yet. Approve what a test learned before activating. */
    readonly idp_entity_id: string | null
    readonly sso: {
      readonly redirect: string | null
      readonly post: string | null
    }
    readonly slo: {
      readonly redirect: string | null
      readonly post: string | null
      /** Where answers go that are wanted elsewhere. */
      readonly responses?: {
        readonly redirect: string | null
        readonly post: string | null
      } | undefined
    }
    readonly request_binding: "redirect" | "post"
    readonly sign_requests: boolean
    readonly name_id_format: "unspecified" | "email" | "persistent" | "transient"
    /** What recognises a person: the NameID, or one attribute that never changes. With an attribute the NameID may be absent or transient. Absent: the NameID, or for `transient` an attribute, which the answer names. */
    readonly identity_source: {
      readonly kind: "name_id"
    } | {
      readonly kind: "attribute"
      readonly name: string
    }
    /** Field -> attribute names, the preferred first, or a rule. Names are compared exactly, an attribute without a value counts as absent, and `NameID` stands for the NameID of the Subject. A field left out takes the well-known names, in any case of their letters. */
    readonly mapping: {
      readonly user_id?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
      } | undefined
      readonly email?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
      } | undefined
      readonly first_name?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly last_name?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly name_alias?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly concurrency?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly roles?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: readonly string[] | undefined
      } | undefined
      readonly groups?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: readonly string[] | undefined
      } | undefined
      /** Fields of the tenant’s own, by name; each is string, number, boolean, string_list. Two connectors of a tenant that have one of the same name agree on its type. */
      readonly custom?: Readonly<Record<string, {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "string"
        readonly default?: string | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "number"
        readonly default?: string | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "boolean"
        readonly default?: "true" | "false" | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "string_list"
        readonly default?: readonly string[] | undefined
      }>> | undefined
    }
    /** Null: as sent, without the role admin. */
    readonly roles: {
      /** The role key. When absent: what the mapping has as roles. */
      readonly attribute?: string | undefined
      /** Each that matches counts. When absent: roles as sent. */
      readonly rules?: readonly ({
        readonly match: "exact" | "prefix" | "group_id"
        readonly value: string
        /** What the value stands for, as in the name of a group. It decides nothing. */
        readonly label?: string | undefined
        readonly role: string
      })[] | undefined
      /** If no rule matches: `deny` refuses the sign-in, `default` gives `default_role`, `ignore` gives no role. */
      readonly unmatched?: "deny" | "default" | "ignore" | undefined
      readonly default_role?: string | undefined
      /** Whether roles that are no longer sent go. Roles given by hand stay anyway. */
      readonly sync?: "replace" | "add" | undefined
      /** May give the roles `admin` and `viewer`. Absent: false. */
      readonly allow_admin?: boolean | undefined
    } | null
    /** Null: everybody enters the tenant of the connector. */
    readonly tenants: {
      /** The tenant key. */
      readonly attribute: string
      readonly rules: readonly ({
        readonly match: "exact" | "prefix" | "group_id"
        readonly value: string
        /** What the value stands for, as in the name of a group. It decides nothing. */
        readonly label?: string | undefined
        readonly tenant_id: string
      })[]
      /** Of several that match: the person chooses, or the first rule decides. */
      readonly several?: "choose" | "first" | undefined
    } | null
    readonly landing: {
      readonly rules: readonly ({
        readonly match: "role" | "group" | "attribute"
        /** Name of the attribute, with `"match":"attribute"` alone. */
        readonly attribute?: string | undefined
        readonly value: string
        readonly application_id: string
      })[]
      readonly default_application_id?: string | undefined
    } | null
    readonly email_domains: readonly string[]
    /** Who may come in: everybody (`create`), users that are linked to the connector, of new people only those who were invited. */
    readonly provisioning: "create" | "only_linked" | "only_invited"
    readonly link_by_email: boolean
    readonly force_authn: boolean
    readonly clock_skew_seconds: number
    readonly authn_context_class_ref: string | null
    readonly allow_weak_algorithms_until: string | null
    readonly allow_aes_cbc: boolean
    readonly idp_initiated: "off" | "convert" | "accept"
    readonly ignore_unsolicited_in_response_to: boolean
    /** A session that begins through this connector ends after so many hours, or earlier if the identity provider says so (SessionNotOnOrAfter). Absent: 12. */
    readonly max_session_hours: number
  }
  /** Rules that this version loosens, for as long as it does. With a connector also what there is to know about its external IdP. */
  readonly warnings: readonly ({
    readonly code: string
    readonly message: string
  })[]
  readonly created_at: string
  readonly tested_at: string | null
  readonly activated_at: string | null
  /** Who wrote it first. */
  readonly created_by: Actor | null
}

export type ConnectorVersionInHistory = {
  /** SHA-256 of the settings: the name of a version. */
  readonly version: string
  readonly number: number
  readonly state: "draft" | "tested" | "active" | "superseded"
  readonly activation: Activation
  readonly settings: {
    readonly sso_id: string
    readonly external_idp_id: string
    /** Null: not known yet. Approve what a test learned before activating. */
    readonly idp_entity_id: string | null
    readonly sso: {
      readonly redirect: string | null
      readonly post: string | null
    }
    readonly slo: {
      readonly redirect: string | null
      readonly post: string | null
      /** Where answers go that are wanted elsewhere. */
      readonly responses?: {
        readonly redirect: string | null
        readonly post: string | null
      } | undefined
    }
    readonly request_binding: "redirect" | "post"
    readonly sign_requests: boolean
    readonly name_id_format: "unspecified" | "email" | "persistent" | "transient"
    /** What recognises a person: the NameID, or one attribute that never changes. With an attribute the NameID may be absent or transient. Absent: the NameID, or for `transient` an attribute, which the answer names. */
    readonly identity_source: {
      readonly kind: "name_id"
    } | {
      readonly kind: "attribute"
      readonly name: string
    }
    /** Field -> attribute names, the preferred first, or a rule. Names are compared exactly, an attribute without a value counts as absent, and `NameID` stands for the NameID of the Subject. A field left out takes the well-known names, in any case of their letters. */
    readonly mapping: {
      readonly user_id?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
      } | undefined
      readonly email?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
      } | undefined
      readonly first_name?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly last_name?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly name_alias?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly concurrency?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly roles?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: readonly string[] | undefined
      } | undefined
      readonly groups?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: readonly string[] | undefined
      } | undefined
      /** Fields of the tenant’s own, by name; each is string, number, boolean, string_list. Two connectors of a tenant that have one of the same name agree on its type. */
      readonly custom?: Readonly<Record<string, {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "string"
        readonly default?: string | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "number"
        readonly default?: string | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "boolean"
        readonly default?: "true" | "false" | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "string_list"
        readonly default?: readonly string[] | undefined
      }>> | undefined
    }
    /** Null: as sent, without the role admin. */
    readonly roles: {
      /** The role key. When absent: what the mapping has as roles. */
      readonly attribute?: string | undefined
      /** Each that matches counts. When absent: roles as sent. */
      readonly rules?: readonly ({
        readonly match: "exact" | "prefix" | "group_id"
        readonly value: string
        /** What the value stands for, as in the name of a group. It decides nothing. */
        readonly label?: string | undefined
        readonly role: string
      })[] | undefined
      /** If no rule matches: `deny` refuses the sign-in, `default` gives `default_role`, `ignore` gives no role. */
      readonly unmatched?: "deny" | "default" | "ignore" | undefined
      readonly default_role?: string | undefined
      /** Whether roles that are no longer sent go. Roles given by hand stay anyway. */
      readonly sync?: "replace" | "add" | undefined
      /** May give the roles `admin` and `viewer`. Absent: false. */
      readonly allow_admin?: boolean | undefined
    } | null
    /** Null: everybody enters the tenant of the connector. */
    readonly tenants: {
      /** The tenant key. */
      readonly attribute: string
      readonly rules: readonly ({
        readonly match: "exact" | "prefix" | "group_id"
        readonly value: string
        /** What the value stands for, as in the name of a group. It decides nothing. */
        readonly label?: string | undefined
        readonly tenant_id: string
      })[]
      /** Of several that match: the person chooses, or the first rule decides. */
      readonly several?: "choose" | "first" | undefined
    } | null
    readonly landing: {
      readonly rules: readonly ({
        readonly match: "role" | "group" | "attribute"
        /** Name of the attribute, with `"match":"attribute"` alone. */
        readonly attribute?: string | undefined
        readonly value: string
        readonly application_id: string
      })[]
      readonly default_application_id?: string | undefined
    } | null
    readonly email_domains: readonly string[]
    /** Who may come in: everybody (`create`), users that are linked to the connector, of new people only those who were invited. */
    readonly provisioning: "create" | "only_linked" | "only_invited"
    readonly link_by_email: boolean
    readonly force_authn: boolean
    readonly clock_skew_seconds: number
    readonly authn_context_class_ref: string | null
    readonly allow_weak_algorithms_until: string | null
    readonly allow_aes_cbc: boolean
    readonly idp_initiated: "off" | "convert" | "accept"
    readonly ignore_unsolicited_in_response_to: boolean
    /** A session that begins through this connector ends after so many hours, or earlier if the identity provider says so (SessionNotOnOrAfter). Absent: 12. */
    readonly max_session_hours: number
  }
  /** Rules that this version loosens, for as long as it does. With a connector also what there is to know about its external IdP. */
  readonly warnings: readonly ({
    readonly code: string
    readonly message: string
  })[]
  readonly created_at: string
  readonly tested_at: string | null
  readonly activated_at: string | null
  /** Who wrote it first. */
  readonly created_by: Actor | null
  /** Settings that differ from the version before; null for the first. */
  readonly changes: readonly ({
    readonly member: string
    readonly before: unknown
    readonly after: unknown
  })[] | null
}

export type Consent = {
  readonly reason: string
}

export type CreatedApplication = {
  readonly id: string
  /** The same as `id`, under its OAuth name. */
  readonly client_id: string
  readonly name: string
  /** Where people land who signed in without a request. */
  readonly landing_url: string
  readonly environment: "production" | "non_production"
  /** Where else a login may end (`return_to`, RelayState): exactly there, or with `/*` at its end at and below it. Null: at and below the landing URL. */
  readonly return_urls: readonly string[] | null
  /** https URLs without fragment. Compared as exact strings. */
  readonly redirect_uris: readonly string[]
  /** The tenants that are granted it. */
  readonly tenant_ids: readonly string[]
  /** How it authenticates at the token endpoint; `none` for one that can keep no secret. */
  readonly token_endpoint_auth_method: "none" | "client_secret_basic" | "client_secret_post"
  readonly created_at: string
  /** Shown this once; null with the authentication method `none`. */
  readonly client_secret: string | null
}

export type Domain = {
  readonly id: string
  readonly tenant_id: string
  readonly domain: string
  /** `failing`: the record is missing, and the domain lapses when it is for two weeks; `pending` lapses after 30 days. Only `verified` and `failing` ones are the tenant’s. */
  readonly state: "pending" | "verified" | "failing" | "lapsed"
  /** Where the TXT record belongs. */
  readonly record_name: string
  /** What the TXT record says, exactly. */
  readonly record_value: string
  readonly verified_at: string | null
  /** When a resolver answered last. */
  readonly checked_at: string | null
  readonly failing_since: string | null
  readonly created_at: string
}

export type Enforcement = {
  readonly tenant_id: string
  /** Who signs in through SSO alone: nobody, everybody but administrators (who then need a second factor), or everybody. */
  readonly mode: "off" | "members" | "everyone"
  /** The root tenant whose mode holds, until this one chooses its own. */
  readonly inherited_from: string | null
  readonly planned: {
    /** Who signs in through SSO alone: nobody, everybody but administrators (who then need a second factor), or everybody. */
    readonly mode: "off" | "members" | "everyone"
    readonly starts_at: string
  } | null
  readonly exemptions: readonly ({
    readonly user_id: string
    readonly reason: string
    readonly until: string | null
    readonly created_at: string
  })[]
  readonly recovery_codes: {
    readonly left: number
    readonly created_at: string
    readonly confirmed_at: string | null
  } | null
  readonly consent_until: string | null
  readonly break_glass: {
    readonly until: string
    readonly reason: string
    readonly created_at: string
  } | null
}

export type EnforcementChange = {
  /** Who signs in through SSO alone: nobody, everybody but administrators (who then need a second factor), or everybody. */
  readonly mode: "off" | "members" | "everyone"
  /** A stricter mode may start at a date within 90 days: people are told at once, a week and a day before. */
  readonly starts_at?: string | undefined
}

export type EnforcementState = {
  readonly tenant_id: string
  /** Who signs in through SSO alone: nobody, everybody but administrators (who then need a second factor), or everybody. */
  readonly mode: "off" | "members" | "everyone"
  /** The root tenant whose mode holds, until this one chooses its own. */
  readonly inherited_from: string | null
  readonly planned: {
    /** Who signs in through SSO alone: nobody, everybody but administrators (who then need a second factor), or everybody. */
    readonly mode: "off" | "members" | "everyone"
    readonly starts_at: string
  } | null
  readonly exemptions: readonly ({
    readonly user_id: string
    readonly reason: string
    readonly until: string | null
    readonly created_at: string
  })[]
  readonly recovery_codes: {
    readonly left: number
    readonly created_at: string
    readonly confirmed_at: string | null
  } | null
  readonly consent_until: string | null
  readonly break_glass: {
    readonly until: string
    readonly reason: string
    readonly created_at: string
  } | null
  readonly blockers: {
    readonly members: readonly ({
      readonly code: string
      /** A child tenant that follows this one. */
      readonly tenant_id: string | null
    })[]
    readonly everyone: readonly ({
      readonly code: string
      /** A child tenant that follows this one. */
      readonly tenant_id: string | null
    })[]
  }
}

export type Event = {
  /** The reference that a person was shown. */
  readonly id: string
  readonly type: "login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed"
  readonly tenant_id: string
  readonly at: string
  readonly connector_id: string | null
  readonly sso_id: string | null
  readonly user_id: string | null
  /** Of a refusal: see docs/refusals.md. */
  readonly code: string | null
  /** More about it, by type. Of an attempt: `version`, `ip`, `user_agent`, `expected`, `got`, `status_message`, `fixed_by`, `durations_ms`, `response_kept`. Of a test: `test_id`. */
  readonly data: Readonly<Record<string, unknown>>
}

export type EventWithChecks = {
  /** The reference that a person was shown. */
  readonly id: string
  readonly type: "login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed"
  readonly tenant_id: string
  readonly at: string
  readonly connector_id: string | null
  readonly sso_id: string | null
  readonly user_id: string | null
  /** Of a refusal: see docs/refusals.md. */
  readonly code: string | null
  /** More about it, by type. Of an attempt: `version`, `ip`, `user_agent`, `expected`, `got`, `status_message`, `fixed_by`, `durations_ms`, `response_kept`. Of a test: `test_id`. */
  readonly data: Readonly<Record<string, unknown>>
  /** The check that refused the attempt. Empty for any other event. `test_id` in `data` leads to every check of a test. */
  readonly checks: readonly ({
    readonly rule: string
    /** What the check found, in one sentence. */
    readonly title: string
    readonly outcome: "failed"
    readonly code: string
    readonly expected: unknown
    readonly got: unknown
    /** Who mends it: the administrator of the IdP, the one here, a developer, or the user. `null`: there is nothing to mend. */
    readonly fixed_by: "idp_admin" | "sp_admin" | "developer" | "user" | null
  })[]
}

export type ExemptionChange = {
  readonly reason: string
  readonly until?: string | undefined
}

export type ExternalIdp = {
  readonly id: string
  readonly tenant_id: string
  readonly name: string
  readonly source: "metadata_url" | "metadata_xml" | "typed"
  readonly metadata_url: string | null
  /** Null: not known yet. The first test that passes learns it. */
  readonly entity_id: string | null
  /** Single sign-on URL per binding. */
  readonly sso: {
    readonly redirect: string | null
    readonly post: string | null
  }
  /** Single logout URL per binding. */
  readonly slo: {
    readonly redirect: string | null
    readonly post: string | null
    /** Where answers go that are wanted elsewhere. */
    readonly responses?: {
      readonly redirect: string | null
      readonly post: string | null
    } | undefined
  }
  readonly want_authn_requests_signed: boolean
  readonly name_id_formats: readonly string[]
  readonly valid_until: string | null
  readonly certificates: readonly ({
    /** Lower-case hex. */
    readonly fingerprint_sha256: string
    /** Lower-case hex, to compare with what an identity provider shows. Nothing is decided by it. */
    readonly fingerprint_sha1: string
    readonly subject: string
    readonly not_before: string
    readonly not_after: string
    readonly key: string
    /** How it came here. One from the metadata URL is trusted at once; any other one goes live with a version that was tested with it. */
    readonly origin: "metadata_url" | "metadata_xml" | "typed"
  })[]
  /** What to know about it: certificates that expire, whatever was left out when it was read last. */
  readonly warnings: readonly ({
    readonly code: string
    readonly message: string
    /** The certificate on record that it is about. Null: about none. */
    readonly fingerprint_sha256: string | null
    /** Of a certificate that was left out, counted from 1. Null: about none. */
    readonly position: number | null
    /** Of a certificate that was left out. Null: it has none that can be read. */
    readonly subject: string | null
    /** Code of the refusal that says why something was left out. Null: nothing was. */
    readonly reason: string | null
    /** An endpoint as it is written. Null: about none. */
    readonly endpoint: string | null
  })[]
  /** Grows with every change of certificates. */
  readonly trust_revision: number
  /** Fingerprints that the metadata URL does not bring back. Entering the certificate does. */
  readonly removed_certificates: readonly string[]
  /** What the metadata URL says now, where that takes an administrator. */
  readonly pending_change: {
    /** Names exactly this change, to approve or reject it. */
    readonly id: string
    readonly state: "waiting" | "rejected"
    readonly found_at: string
    readonly changes: readonly ({
      /** The member of the external IdP. */
      readonly pointer: string
      readonly before: string | null
      readonly after: string | null
    })[]
    /** Fingerprints of the signing certificates in the metadata. */
    readonly certificates: readonly string[]
  } | null
  /** Why the metadata URL cannot be read at present; the last good data stay. */
  readonly refresh_failure: {
    readonly code: string
    readonly since: string
  } | null
  readonly created_at: string
  readonly updated_at: string
}

export type ExternalIdpChange = {
  readonly name: string
} | {
  readonly name?: string | undefined
  /** Whatever the identity provider gave, at most 2 MiB: the address of its metadata, the metadata, or certificates. Certificates may be PEM, base64 alone, or a DER or P7B file in base64. Line ends may be missing or written out (`&#13;`, `\n`). */
  readonly source: string
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
  /** entityID of the identity provider. Absent: the first test that passes learns it. Only used if `source` is certificates. */
  readonly issuer?: string | undefined
  /** Sign-on URL. A new external IdP needs it; in a change, absent keeps issuer and endpoints and adds the certificates. Only used if `source` is certificates. */
  readonly sso_url?: string | undefined
  /** Binding of both URLs. Absent: `redirect`. Only used if `source` is certificates. */
  readonly sso_binding?: "redirect" | "post" | undefined
  /** Single logout URL. Only used if `source` is certificates. */
  readonly slo_url?: string | undefined
} | {
  readonly name?: string | undefined
  /** Read now and at each refresh; certificates found there are trusted. */
  readonly metadata_url: string
  /** Used in place of the URL if that cannot be reached. Its certificates need a passed test, and the URL is read again later. */
  readonly metadata_xml?: string | undefined
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
} | {
  readonly name?: string | undefined
  readonly metadata_xml: string
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
} | {
  readonly name?: string | undefined
  /** entityID of the identity provider. Absent: the first test that passes learns it, and an administrator approves it. */
  readonly issuer?: string | undefined
  readonly sso_url: string
  readonly sso_binding?: "redirect" | "post" | undefined
  readonly slo_url?: string | undefined
  /** One or more certificates, with or without BEGIN and END lines. */
  readonly certificate_pem: string
}

export type FeedEvent = {
  /** The reference that a person was shown. */
  readonly id: string
  readonly type: "login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed"
  readonly tenant_id: string
  readonly at: string
  readonly connector_id: string | null
  readonly sso_id: string | null
  readonly user_id: string | null
  /** Of a refusal: see docs/refusals.md. */
  readonly code: string | null
  /** More about it, by type. Of an attempt: `version`, `ip`, `user_agent`, `expected`, `got`, `status_message`, `fixed_by`, `durations_ms`, `response_kept`. Of a test: `test_id`. */
  readonly data: Readonly<Record<string, unknown>>
  readonly seq: number
}

export type FirstStart = {
  /** `true`: there is no home tenant yet. */
  readonly needed: boolean
}

export type GrantedApplication = {
  readonly id: string
  readonly name: string
  readonly landing_url: string
  readonly environment: "production" | "non_production"
}

export type HomeTenant = {
  readonly tenant: Tenant
  /** The first operator. */
  readonly user: {
    readonly id: string
    readonly tenant_id: string
    readonly status: "invited" | "active" | "inactive"
    /** One person’s in the tenant. */
    readonly email: string | null
    /** Your id of the person, where the IdP sends it. */
    readonly user_id: string | null
    /** Your own id of the person; no login changes it. */
    readonly external_id: string | null
    readonly first_name: string | null
    readonly last_name: string | null
    readonly name_alias: string | null
    readonly concurrency: number | null
    /** What the IdP says and what was given. */
    readonly roles: readonly string[]
    /** By hand; no login takes them away. */
    readonly given_roles: readonly string[]
    readonly groups: readonly string[]
    readonly has_password: boolean
    /** The tenant’s own fields. */
    readonly custom: Readonly<Record<string, string | number | boolean | readonly string[]>>
    readonly created_at: string
    readonly updated_at: string
  }
  /** Sets the password of the first operator, once, within seven days. Shown this once. */
  readonly sign_in_url: string
}

export type IdpPreview = {
  /** What the source is. */
  readonly recognised: "metadata_url" | "metadata_xml" | "certificates"
  /** The same for people, in a sentence. */
  readonly recognised_in_words: string
  /** Members that a new external IdP needs beside this source. */
  readonly still_needed: readonly ("sso_url")[]
  readonly source: "metadata_url" | "metadata_xml" | "typed"
  readonly metadata_url: string | null
  /** Null: not known yet. The first test that passes learns it. */
  readonly entity_id: string | null
  /** Single sign-on URL per binding. */
  readonly sso: {
    readonly redirect: string | null
    readonly post: string | null
  }
  /** Single logout URL per binding. */
  readonly slo: {
    readonly redirect: string | null
    readonly post: string | null
    /** Where answers go that are wanted elsewhere. */
    readonly responses?: {
      readonly redirect: string | null
      readonly post: string | null
    } | undefined
  }
  readonly want_authn_requests_signed: boolean
  readonly name_id_formats: readonly string[]
  readonly valid_until: string | null
  readonly certificates: readonly ({
    /** Lower-case hex. */
    readonly fingerprint_sha256: string
    /** Lower-case hex, to compare with what an identity provider shows. Nothing is decided by it. */
    readonly fingerprint_sha1: string
    readonly subject: string
    readonly not_before: string
    readonly not_after: string
    readonly key: string
    /** How it came here. One from the metadata URL is trusted at once; any other one goes live with a version that was tested with it. */
    readonly origin: "metadata_url" | "metadata_xml" | "typed"
  })[]
  /** What to know about it: certificates that expire, whatever was left out when it was read last. */
  readonly warnings: readonly ({
    readonly code: string
    readonly message: string
    /** The certificate on record that it is about. Null: about none. */
    readonly fingerprint_sha256: string | null
    /** Of a certificate that was left out, counted from 1. Null: about none. */
    readonly position: number | null
    /** Of a certificate that was left out. Null: it has none that can be read. */
    readonly subject: string | null
    /** Code of the refusal that says why something was left out. Null: nothing was. */
    readonly reason: string | null
    /** An endpoint as it is written. Null: about none. */
    readonly endpoint: string | null
  })[]
  /** entityIDs of every identity provider in the metadata. */
  readonly entities: readonly string[]
}

export type IdpSource = {
  /** Whatever the identity provider gave, at most 2 MiB: the address of its metadata, the metadata, or certificates. Certificates may be PEM, base64 alone, or a DER or P7B file in base64. Line ends may be missing or written out (`&#13;`, `\n`). */
  readonly source: string
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
  /** entityID of the identity provider. Absent: the first test that passes learns it. Only used if `source` is certificates. */
  readonly issuer?: string | undefined
  /** Sign-on URL. A new external IdP needs it; in a change, absent keeps issuer and endpoints and adds the certificates. Only used if `source` is certificates. */
  readonly sso_url?: string | undefined
  /** Binding of both URLs. Absent: `redirect`. Only used if `source` is certificates. */
  readonly sso_binding?: "redirect" | "post" | undefined
  /** Single logout URL. Only used if `source` is certificates. */
  readonly slo_url?: string | undefined
} | {
  /** Read now and at each refresh; certificates found there are trusted. */
  readonly metadata_url: string
  /** Used in place of the URL if that cannot be reached. Its certificates need a passed test, and the URL is read again later. */
  readonly metadata_xml?: string | undefined
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
} | {
  readonly metadata_xml: string
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
} | {
  /** entityID of the identity provider. Absent: the first test that passes learns it, and an administrator approves it. */
  readonly issuer?: string | undefined
  readonly sso_url: string
  readonly sso_binding?: "redirect" | "post" | undefined
  readonly slo_url?: string | undefined
  /** One or more certificates, with or without BEGIN and END lines. */
  readonly certificate_pem: string
}

export type ImportedDocument = {
  /** Nothing was changed. */
  readonly dry_run: boolean
  readonly entries: readonly ({
    readonly kind: "tenant" | "sso_key" | "external_idp" | "connector" | "application"
    /** The name; of a connector its reference. */
    readonly name: string
    /** `remaining` is not in the document, and stays: an import deletes nothing. */
    readonly change: "create" | "update" | "unchanged" | "remaining"
    readonly members: readonly ({
      readonly member: string
      readonly before: unknown
      readonly after: unknown
    })[]
  })[]
}

export type Invitation = {
  readonly email: string
  /** Through which the person may come in; none for who is to have a password alone. */
  readonly connector_ids: readonly string[]
  readonly first_name?: string | undefined
  readonly last_name?: string | undefined
  /** In the place of those given before. */
  readonly given_roles?: readonly string[] | undefined
  readonly external_id?: string | undefined
}

export type KeptResponse = {
  readonly event_id: string
  /** The XML as it was received, not decrypted. */
  readonly saml_response: string
}

export type Me = {
  /** `operator` and `support` work on every tenant, `administrator` and `viewer` on their own. `person`: signed in, with none of these roles. `guest`: holds a set-up link. */
  readonly kind: "operator" | "support" | "administrator" | "viewer" | "person" | "guest" | "api_key"
  /** The person of the session. `null`: there is none. */
  readonly user: {
    readonly id: string
    readonly email: string | null
    readonly first_name: string | null
    readonly last_name: string | null
  } | null
  /** The tenant of the person, or the one that the key is bound to. `null`: every tenant. */
  readonly tenant: {
    readonly id: string
    readonly name: string
  } | null
  /** The set-up link of a guest. `null`: the caller is none. */
  readonly setup_link: {
    readonly id: string
    readonly tasks: readonly ("sso" | "domain" | "certificate")[]
    readonly connector_id: string | null
    readonly may_activate: boolean
    readonly expires_at: string
  } | null
  /** When the person authenticated. `null`: a key. */
  readonly authenticated_at: string | null
  /** Until when that counts as recent (`x-recent-authentication`). */
  readonly recent_until: string | null
  /** When the session or the key expires. `null`: never. */
  readonly expires_at: string | null
  /** Where the person authenticates again. Add `return_to`. `null`: a key. */
  readonly authentication_url: string | null
}

export type MintedApiKey = {
  readonly id: string
  readonly name: string
  /** `read`: see configuration and audit log. `configure`: change configuration. `users`: see and change people. `events`: see what happened. */
  readonly scopes: readonly ("read" | "configure" | "users" | "events" | "recover")[]
  /** The key reaches this tenant and its children only; null reaches every tenant. */
  readonly tenant_id: string | null
  /** From then on the key is none; null never. */
  readonly expires_at: string | null
  /** To the hour. */
  readonly last_used_at: string | null
  readonly created_at: string
  /** Bearer token for every other operation. Shown this once. */
  readonly secret: string
}

export type NewApiKey = {
  readonly name: string
  /** Every scope but `recover` when left out. */
  readonly scopes?: readonly ("read" | "configure" | "users" | "events" | "recover")[] | undefined
  /** The key reaches this tenant and its children only; null reaches every tenant. */
  readonly tenant_id?: string | null | undefined
  /** From then on the key is none; null never. */
  readonly expires_at?: string | null | undefined
}

export type NewApplication = {
  readonly name: string
  /** Where people land who signed in without a request. */
  readonly landing_url: string
  /** Sessions of the same environment open it; `production` when absent. */
  readonly environment?: "production" | "non_production" | undefined
  /** Where else a login may end (`return_to`, RelayState): exactly there, or with `/*` at its end at and below it. Null: at and below the landing URL. */
  readonly return_urls?: readonly string[] | null | undefined
  /** https URLs without fragment. Compared as exact strings. */
  readonly redirect_uris: readonly string[]
  /** The tenants that are granted the application. */
  readonly tenant_ids: readonly string[]
  /** How it authenticates at the token endpoint; `none` for one that can keep no secret. */
  readonly token_endpoint_auth_method: "none" | "client_secret_basic" | "client_secret_post"
}

export type NewConnector = {
  readonly name: string
  /** Unique in the tenant. Letter case makes no difference: `okta` and `OKTA` are the same. */
  readonly reference: string
  readonly type: "saml"
  readonly sso_id: string
  readonly external_idp_id: string
  /** How requests reach the identity provider: `redirect` or `post`, one that its metadata offers. Absent: `redirect` if offered, otherwise `post`. */
  readonly request_binding?: "redirect" | "post" | undefined
  /** Requests are signed, and SP metadata says so. Absent: true. */
  readonly sign_requests?: boolean | undefined
  /** The format of NameIDs that requests ask for: `unspecified`, `email`, `persistent` or `transient`, or its URN. Answers have the short name. `transient` names a person anew at every sign-in, so people are recognised by an attribute: unless `identity_source` is given, by the first one of `mapping.user_id`, by the object identifier of Microsoft Entra ID, by `id` of Okta, else by `userId`. Absent: `unspecified`. */
  readonly name_id_format?: "unspecified" | "email" | "persistent" | "transient" | "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified" | "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" | "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" | "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" | undefined
  /** What recognises a person: the NameID, or one attribute that never changes. With an attribute the NameID may be absent or transient. Absent: the NameID, or for `transient` an attribute, which the answer names. */
  readonly identity_source?: {
    readonly kind: "name_id"
  } | {
    readonly kind: "attribute"
    readonly name: string
  } | undefined
  /** Field -> attribute names, the preferred first, or a rule. Names are compared exactly, an attribute without a value counts as absent, and `NameID` stands for the NameID of the Subject. A field left out takes the well-known names, in any case of their letters. */
  readonly mapping?: {
    readonly user_id?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
    } | undefined
    readonly email?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
    } | undefined
    readonly first_name?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: string | undefined
    } | undefined
    readonly last_name?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: string | undefined
    } | undefined
    readonly name_alias?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: string | undefined
    } | undefined
    readonly concurrency?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: string | undefined
    } | undefined
    readonly roles?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: readonly string[] | undefined
    } | undefined
    readonly groups?: readonly string[] | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly default?: readonly string[] | undefined
    } | undefined
    /** Fields of the tenant’s own, by name; each is string, number, boolean, string_list. Two connectors of a tenant that have one of the same name agree on its type. */
    readonly custom?: Readonly<Record<string, {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly type: "string"
      readonly default?: string | undefined
    } | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly type: "number"
      readonly default?: string | undefined
    } | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly type: "boolean"
      readonly default?: "true" | "false" | undefined
    } | {
      readonly from?: readonly string[] | undefined
      readonly transforms?: readonly ({
        readonly kind: "lowercase"
      } | {
        readonly kind: "trim"
      } | {
        readonly kind: "split"
        readonly by: string
      } | {
        readonly kind: "pattern"
        /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
        readonly pattern: string
      })[] | undefined
      /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
      readonly required?: boolean | undefined
      readonly type: "string_list"
      readonly default?: readonly string[] | undefined
    }>> | undefined
  } | undefined
  readonly roles?: {
    /** The role key. When absent: what the mapping has as roles. */
    readonly attribute?: string | undefined
    /** Each that matches counts. When absent: roles as sent. */
    readonly rules?: readonly ({
      readonly match: "exact" | "prefix" | "group_id"
      readonly value: string
      /** What the value stands for, as in the name of a group. It decides nothing. */
      readonly label?: string | undefined
      readonly role: string
    })[] | undefined
    /** If no rule matches: `deny` refuses the sign-in, `default` gives `default_role`, `ignore` gives no role. */
    readonly unmatched?: "deny" | "default" | "ignore" | undefined
    readonly default_role?: string | undefined
    /** Whether roles that are no longer sent go. Roles given by hand stay anyway. */
    readonly sync?: "replace" | "add" | undefined
    /** May give the roles `admin` and `viewer`. Absent: false. */
    readonly allow_admin?: boolean | undefined
  } | undefined
  readonly tenants?: {
    /** The tenant key. */
    readonly attribute: string
    readonly rules: readonly ({
      readonly match: "exact" | "prefix" | "group_id"
      readonly value: string
      /** What the value stands for, as in the name of a group. It decides nothing. */
      readonly label?: string | undefined
      readonly tenant_id: string
    })[]
    /** Of several that match: the person chooses, or the first rule decides. */
    readonly several?: "choose" | "first" | undefined
  } | undefined
  /** Where people land who asked for no address: the first rule that fits, then the default, then the only application; of several the person chooses. */
  readonly landing?: {
    readonly rules: readonly ({
      readonly match: "role" | "group" | "attribute"
      /** Name of the attribute, with `"match":"attribute"` alone. */
      readonly attribute?: string | undefined
      readonly value: string
      readonly application_id: string
    })[]
    readonly default_application_id?: string | undefined
  } | undefined
  /** Who comes with an e-mail address of another domain is refused. Empty: any domain. */
  readonly email_domains?: readonly string[] | undefined
  /** Who may come in: everybody (`create`), users that are linked to the connector, of new people only those who were invited. */
  readonly provisioning?: "create" | "only_linked" | "only_invited" | undefined
  /** On the first sign-in through this connector, link to the user with the same e-mail address if the tenant has verified its domain. Production only. */
  readonly link_by_email?: boolean | undefined
  /** Every request asks the identity provider to authenticate the person anew. Absent: false. */
  readonly force_authn?: boolean | undefined
  /** By how many seconds the clock of the identity provider may differ from ours, either way. */
  readonly clock_skew_seconds?: number | undefined
  /** Asked of the identity provider, and required to come back. */
  readonly authn_context_class_ref?: string | undefined
  /** SHA-1 signatures and RSA keys under 2048 bits are accepted until this day. */
  readonly allow_weak_algorithms_until?: string | undefined
  /** Assertions encrypted with AES-CBC are accepted, for identity providers that have no AES-GCM. */
  readonly allow_aes_cbc?: boolean | undefined
  /** Sign-ins that the identity provider begins: `off` refuses them, `convert` begins one here in their place, `accept` takes them. */
  readonly idp_initiated?: "off" | "convert" | "accept" | undefined
  /** Accepted sign-ins that the identity provider began may name a request that nobody made. */
  readonly ignore_unsolicited_in_response_to?: boolean | undefined
  /** A session that begins through this connector ends after so many hours, or earlier if the identity provider says so (SessionNotOnOrAfter). Absent: 12. */
  readonly max_session_hours?: number | undefined
}

export type NewDomain = {
  /** In lower case, and other letters than those of ASCII as A-labels. */
  readonly domain: string
}

export type NewExternalIdp = {
  readonly name: string
  /** Whatever the identity provider gave, at most 2 MiB: the address of its metadata, the metadata, or certificates. Certificates may be PEM, base64 alone, or a DER or P7B file in base64. Line ends may be missing or written out (`&#13;`, `\n`). */
  readonly source: string
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
  /** entityID of the identity provider. Absent: the first test that passes learns it. Only used if `source` is certificates. */
  readonly issuer?: string | undefined
  /** Sign-on URL. A new external IdP needs it; in a change, absent keeps issuer and endpoints and adds the certificates. Only used if `source` is certificates. */
  readonly sso_url?: string | undefined
  /** Binding of both URLs. Absent: `redirect`. Only used if `source` is certificates. */
  readonly sso_binding?: "redirect" | "post" | undefined
  /** Single logout URL. Only used if `source` is certificates. */
  readonly slo_url?: string | undefined
} | {
  readonly name: string
  /** Read now and at each refresh; certificates found there are trusted. */
  readonly metadata_url: string
  /** Used in place of the URL if that cannot be reached. Its certificates need a passed test, and the URL is read again later. */
  readonly metadata_xml?: string | undefined
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
} | {
  readonly name: string
  readonly metadata_xml: string
  /** Which identity provider, where the metadata describes several. */
  readonly entity_id?: string | undefined
} | {
  readonly name: string
  /** entityID of the identity provider. Absent: the first test that passes learns it, and an administrator approves it. */
  readonly issuer?: string | undefined
  readonly sso_url: string
  readonly sso_binding?: "redirect" | "post" | undefined
  readonly slo_url?: string | undefined
  /** One or more certificates, with or without BEGIN and END lines. */
  readonly certificate_pem: string
}

export type NewHomeTenant = {
  /** The name of your own organisation. */
  readonly name: string
  /** The address of the first operator. */
  readonly email: string
}

export type NewSetupLink = {
  readonly tasks: readonly ("sso" | "domain" | "certificate")[]
  /** Opens this connector alone, and creates none. */
  readonly connector_id?: string | undefined
  /** 14 when absent. Once opened, the link serves for 60 days. */
  readonly days_to_first_use?: number | undefined
  /** The guests may make a tested version govern logins. */
  readonly may_activate?: boolean | undefined
}

export type NewTenant = {
  readonly name: string
  /** Where its gate should run. Chosen at creation for ever. */
  readonly region?: "wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "oc" | "afr" | "me" | undefined
  /** Where its gate must run. Chosen at creation for ever. */
  readonly jurisdiction?: "none" | "eu" | "us" | undefined
  /** Your own id of the tenant. No two tenants of the deployment share one. */
  readonly external_id?: string | undefined
  readonly roles?: readonly string[] | null | undefined
} | {
  readonly name: string
  readonly parent_id: string
  /** Your own id of the tenant. No two tenants of the deployment share one. */
  readonly external_id?: string | undefined
  readonly roles?: readonly string[] | null | undefined
}

export type PasswordLink = {
  /** A first password, or another one. */
  readonly purpose: "invitation" | "reset"
  readonly expires_at: string
  /** Only with `deliver` `answer`. */
  readonly url: string | null
}

export type PasswordLinkRequest = {
  /** To the mailbox of the person, or to you: for API keys alone. */
  readonly deliver: "mail" | "answer"
}

export type Problem = {
  /** Address of the page that documents the code, at this deployment. */
  readonly type: string
  /** What the code means; the same at every occurrence. */
  readonly title: string
  readonly status: number
  /** What is wrong at this occurrence. Of members that are missing, unknown or wrong: the first of `errors`. */
  readonly detail: string
  /** How to mend it. */
  readonly mend: string
  /** Stable: a program decides by it. */
  readonly code: string
  /** JSON pointer of the member at fault. */
  readonly pointer?: string | undefined
  readonly errors?: readonly ({
    /** JSON pointer into the body (RFC 6901). */
    readonly pointer?: string | undefined
    /** Name of a parameter of the query or of the path. */
    readonly parameter?: string | undefined
    /** Code of what stands in the way, if it has one of its own. */
    readonly code?: string | undefined
    /** What is wrong there, and what is accepted. */
    readonly detail: string
  })[] | undefined
  /** Send the person there, with a `return_to` of yours, and ask again. */
  readonly authentication_url?: string | undefined
  /** Quote it when you ask for help. Also in `X-Request-Id`. */
  readonly request_id: string
}

export type Reconciliation = {
  readonly entries: readonly ({
    readonly kind: "tenant" | "sso_key" | "external_idp" | "connector" | "domain" | "setup_link" | "connector_version" | "login_configuration" | "application" | "application_grant"
    readonly id: string
    /** `restored` was missing, `corrected` was otherwise, `removed` was deleted before; `lost` is nowhere any more. */
    readonly action: "restored" | "corrected" | "removed" | "lost"
    readonly members: readonly string[]
  })[]
  /** People whose profiles are sent to the lists again, within seconds: of the first 5,000. The others are compared afterwards. */
  readonly users: number
  /** `false`: there is more. Ask again. */
  readonly complete: boolean
}

export type RecoveryCode = {
  readonly code: string
}

export type RecoveryCodes = {
  readonly codes: readonly string[]
}

export type RefusedRequest = {
  /** The reference: it begins with `req_`. */
  readonly id: string
  readonly type: "request.refused"
  /** `null`: no tenant was known. */
  readonly tenant_id: string | null
  readonly at: string
  readonly connector_id: null
  /** The SSO key that was asked for; it may not exist. */
  readonly sso_id: string | null
  readonly user_id: null
  readonly code: string
  readonly data: {
    /** The id of the request. */
    readonly request_id: string
    /** The application that was asked for; it may not exist. */
    readonly application_id: string | null
    readonly meaning: string
    readonly fixed_by: string
    readonly mend: string
  }
}

export type RelinkCandidate = {
  readonly user_id: string
  readonly email: string | null
  readonly old_identities: readonly ({
    readonly idp_entity_id: string
    /** `name_id:` and the format, or `attribute:` and the name. */
    readonly source: string
  })[]
  /** The last login with the e-mail address that was refused, under what governs the connector now. */
  readonly attempt: {
    readonly idp_entity_id: string
    /** `name_id:` and the format, or `attribute:` and the name. */
    readonly source: string
    readonly event_id: string
    readonly at: string
    /** More than one identity came with the e-mail address, or the user has one of this identity provider in another format. */
    readonly disputed: boolean
    /** What of the login differs from the user in upper and lower case alone: the identity (NameID or attribute) or the e-mail address. `null`: something else differs. It may be another person, so `relink-candidates:confirm` passes it by: confirm the user by themselves. */
    readonly differs_in_case: "identity" | "email" | null
  } | null
  readonly confirmed_until: string | null
}

export type Replay = {
  readonly since: string
} | {
  readonly event_id: string
}

export type ResealProgress = {
  /** The `next` of the answer before. */
  readonly after?: string | undefined
}

export type Resealing = {
  /** Secrets that were sealed under the previous master key, and are no longer. */
  readonly resealed: number
  /** Secrets that neither master key opens. They stay as they are. */
  readonly unreadable: number
  /** Where to go on from: send it as `after`. `null` when nothing is left. */
  readonly next: string | null
}

export type RotatedSecret = {
  readonly client_id: string
  /** Shown this once. Good everywhere after 90 s. */
  readonly client_secret: string
  /** When the secret until now ends. */
  readonly previous_ends_at: string
}

export type SecondFactor = {
  readonly id: string
  /** The codes of an app, or a passkey. */
  readonly kind: "totp" | "passkey"
  /** What its owner calls it. */
  readonly name: string
  readonly created_at: string
  readonly used_at: string | null
}

export type SecretRotation = {
  /** How long the secret until now is taken too; 24 when absent. */
  readonly overlap_hours?: number | undefined
}

export type Session = {
  readonly id: string
  /** Null where no connector began the session. */
  readonly connector_id: string | null
  readonly sso_id: string | null
  /** What was proven here, as the claim `amr` says it. */
  readonly methods: readonly string[]
  readonly environment: "production" | "non_production"
  readonly created_at: string
  readonly expires_at: string
}

export type SetupDescription = {
  readonly tenant: {
    readonly name: string
  }
  /** `sso`: set up a connector. `certificate`: replace the certificates of an external IdP. `domain`: prove e-mail domains. */
  readonly tasks: readonly ("sso" | "domain" | "certificate")[]
  readonly state: "unopened" | "opened"
  /** The guests may make a tested version govern logins. */
  readonly may_activate: boolean
  readonly expires_at: string
}

export type SetupLink = {
  readonly id: string
  readonly tenant_id: string
  /** `sso`: set up a connector. `certificate`: replace the certificates of an external IdP. `domain`: prove e-mail domains. */
  readonly tasks: readonly ("sso" | "domain" | "certificate")[]
  /** The one connector that the link opens; null: every one of the tenant. */
  readonly connector_id: string | null
  /** The guests may make a tested version govern logins. */
  readonly may_activate: boolean
  readonly state: "unopened" | "opened" | "done" | "revoked" | "expired"
  readonly created_at: string
  readonly created_by: Actor
  readonly first_use_until: string
  /** When the link ends by itself. */
  readonly expires_at: string
  readonly first_opened_at: string | null
  readonly last_opened_at: string | null
  readonly opened_times: number
  readonly done_at: string | null
  readonly revoked_at: string | null
  /** What of the set-up exists, counted from when the link was made. */
  readonly progress: {
    readonly external_idp: boolean
    readonly connector: boolean
    readonly tested: boolean
    readonly activated: boolean
    readonly domain: boolean
  }
}

export type SetupLinkWithUrl = {
  readonly id: string
  readonly tenant_id: string
  /** `sso`: set up a connector. `certificate`: replace the certificates of an external IdP. `domain`: prove e-mail domains. */
  readonly tasks: readonly ("sso" | "domain" | "certificate")[]
  /** The one connector that the link opens; null: every one of the tenant. */
  readonly connector_id: string | null
  /** The guests may make a tested version govern logins. */
  readonly may_activate: boolean
  readonly state: "unopened" | "opened" | "done" | "revoked" | "expired"
  readonly created_at: string
  readonly created_by: Actor
  readonly first_use_until: string
  /** When the link ends by itself. */
  readonly expires_at: string
  readonly first_opened_at: string | null
  readonly last_opened_at: string | null
  readonly opened_times: number
  readonly done_at: string | null
  readonly revoked_at: string | null
  /** What of the set-up exists, counted from when the link was made. */
  readonly progress: {
    readonly external_idp: boolean
    readonly connector: boolean
    readonly tested: boolean
    readonly activated: boolean
    readonly domain: boolean
  }
  /** Shown once. Everybody who has it may do what the link names: send it privately. */
  readonly url: string
}

export type SetupSession = {
  readonly tenant: {
    readonly id: string
    readonly name: string
  }
  readonly setup_link_id: string
  /** `sso`: set up a connector. `certificate`: replace the certificates of an external IdP. `domain`: prove e-mail domains. */
  readonly tasks: readonly ("sso" | "domain" | "certificate")[]
  /** The one connector that the link opens; null: every one of the tenant. */
  readonly connector_id: string | null
  /** The guests may make a tested version govern logins. */
  readonly may_activate: boolean
  /** Then the browser has to open the link again. */
  readonly expires_at: string
}

export type SetupToken = {
  /** What stands behind the `#` of the address. */
  readonly token: string
}

export type SignInPolicy = {
  readonly tenant_id: string
  /** Who signs in with a password and a second factor, never with a password alone. */
  readonly second_factor: "optional" | "admins" | "everyone"
  /** Who needs a second factor and has none sets one up after the password, before the session begins. Without it they are refused, and set one up in a session that a connector began. */
  readonly enrolment_at_login: boolean
}

export type SignInPolicyChange = {
  /** Who signs in with a password and a second factor, never with a password alone. */
  readonly second_factor: "optional" | "admins" | "everyone"
  /** Who needs a second factor and has none sets one up after the password, before the session begins. Without it they are refused, and set one up in a session that a connector began. */
  readonly enrolment_at_login: boolean
}

export type SigningKey = {
  /** As in the JWKS. */
  readonly kid: string
  /** `next`: published, signs nothing yet. `retired`: published, signs no more. */
  readonly state: "next" | "current" | "retired"
  readonly created_at: string
  readonly retired_at: string | null
}

export type SsoKey = {
  readonly id: string
  readonly tenant_id: string
  readonly name: string
  /** Whether real people sign in with it. Sign-ins of a `non_production` key are kept apart: they make no production session and administer nothing. It cannot be changed. */
  readonly environment: "production" | "non_production"
  /** EntityID of the service provider. */
  readonly entity_id: string
  /** AssertionConsumerService, binding HTTP-POST. */
  readonly sign_on_url: string
  /** Where a login starts. */
  readonly login_url: string
  readonly metadata_url: string
  readonly certificate_url: string
  /** The current certificate. */
  readonly certificate_pem: string
  readonly certificate_expires_at: string
  readonly certificates: readonly ({
    readonly fingerprint_sha256: string
    /** Requests are signed with the current one. SP metadata holds the next one too. What is encrypted for any of them is decrypted. */
    readonly state: "current" | "next" | "retired"
    readonly certificate_pem: string
    readonly not_after: string
  })[]
  /** SP metadata offers the certificate for encryption. Some identity providers then encrypt by themselves. Assertions that are encrypted for it are decrypted either way. */
  readonly encryption: boolean
  readonly created_at: string
}

export type StartedTest = {
  /** Read it under `…/tests/{test_id}`. */
  readonly id: string
  /** Shows a page; its button begins the test, once, in that browser. */
  readonly test_url: string
  /** SHA-256 of the settings: the name of a version. */
  readonly version: string
  readonly expires_at: string
}

export type Tenant = {
  readonly id: string
  readonly name: string
  readonly parent_id: string | null
  readonly region: "wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "oc" | "afr" | "me" | null
  /** Where its gate must run. Chosen at creation for ever. */
  readonly jurisdiction: "none" | "eu" | "us"
  readonly external_id: string | null
  readonly landing: {
    readonly rules: readonly ({
      readonly match: "role" | "group" | "attribute"
      /** Name of the attribute, with `"match":"attribute"` alone. */
      readonly attribute?: string | undefined
      readonly value: string
      readonly application_id: string
    })[]
    readonly default_application_id?: string | undefined
  } | null
  readonly roles: readonly string[] | null
  /** The operator’s own organisation: only operators change it. */
  readonly home: boolean
  readonly created_at: string
}

export type TenantChange = {
  readonly name?: string | undefined
  readonly external_id?: string | null | undefined
  readonly landing?: {
    readonly rules: readonly ({
      readonly match: "role" | "group" | "attribute"
      /** Name of the attribute, with `"match":"attribute"` alone. */
      readonly attribute?: string | undefined
      readonly value: string
      readonly application_id: string
    })[]
    readonly default_application_id?: string | undefined
  } | null | undefined
  readonly roles?: readonly string[] | null | undefined
}

export type TenantDocument = {
  readonly format: 1
  /** Of the tenant itself an import brings the roles that there are, where people land, and what it asks of who signs in with a password. */
  readonly tenant: {
    /** Says where the document comes from. */
    readonly name: string
    readonly roles?: readonly string[] | null | undefined
    readonly landing?: {
      readonly rules: readonly ({
        readonly match: "role" | "group" | "attribute"
        /** Name of the attribute, with `"match":"attribute"` alone. */
        readonly attribute?: string | undefined
        readonly value: string
        readonly application: string
      })[]
      readonly default_application?: string | undefined
    } | null | undefined
    readonly sign_in_policy?: {
      /** Who signs in with a password and a second factor, never with a password alone. */
      readonly second_factor: "optional" | "admins" | "everyone"
      /** Who needs a second factor and has none sets one up after the password, before the session begins. Without it they are refused, and set one up in a session that a connector began. */
      readonly enrolment_at_login: boolean
    } | undefined
  }
  readonly sso_keys: readonly ({
    readonly name: string
    readonly environment: "production" | "non_production"
    readonly encryption?: boolean | undefined
  })[]
  readonly external_idps: readonly ({
    readonly name: string
    readonly source: "metadata_url" | "metadata_xml" | "typed"
    readonly metadata_url?: string | null | undefined
    /** Null: not known yet, or as it is. */
    readonly entity_id: string | null
    readonly sso: {
      readonly redirect: string | null
      readonly post: string | null
    }
    readonly slo?: {
      readonly redirect: string | null
      readonly post: string | null
      /** Where answers go that are wanted elsewhere. */
      readonly responses?: {
        readonly redirect: string | null
        readonly post: string | null
      } | undefined
    } | undefined
    readonly want_authn_requests_signed?: boolean | undefined
    readonly name_id_formats?: readonly string[] | undefined
    /** Signing certificates as PEM. A new one goes live with a tested version. */
    readonly certificates: readonly string[]
  })[]
  readonly connectors: readonly ({
    readonly name: string
    /** Unique in the tenant. Letter case makes no difference: `okta` and `OKTA` are the same. */
    readonly reference: string
    readonly type: "saml"
    /** How requests reach the identity provider: `redirect` or `post`, one that its metadata offers. Absent: `redirect` if offered, otherwise `post`. */
    readonly request_binding?: "redirect" | "post" | undefined
    /** Requests are signed, and SP metadata says so. Absent: true. */
    readonly sign_requests?: boolean | undefined
    /** The format of NameIDs that requests ask for: `unspecified`, `email`, `persistent` or `transient`, or its URN. Answers have the short name. `transient` names a person anew at every sign-in, so people are recognised by an attribute: unless `identity_source` is given, by the first one of `mapping.user_id`, by the object identifier of Microsoft Entra ID, by `id` of Okta, else by `userId`. Absent: `unspecified`. */
    readonly name_id_format?: "unspecified" | "email" | "persistent" | "transient" | "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified" | "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" | "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" | "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" | undefined
    /** What recognises a person: the NameID, or one attribute that never changes. With an attribute the NameID may be absent or transient. Absent: the NameID, or for `transient` an attribute, which the answer names. */
    readonly identity_source?: {
      readonly kind: "name_id"
    } | {
      readonly kind: "attribute"
      readonly name: string
    } | undefined
    /** Field -> attribute names, the preferred first, or a rule. Names are compared exactly, an attribute without a value counts as absent, and `NameID` stands for the NameID of the Subject. A field left out takes the well-known names, in any case of their letters. */
    readonly mapping?: {
      readonly user_id?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
      } | undefined
      readonly email?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
      } | undefined
      readonly first_name?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly last_name?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly name_alias?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly concurrency?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: string | undefined
      } | undefined
      readonly roles?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: readonly string[] | undefined
      } | undefined
      readonly groups?: readonly string[] | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly default?: readonly string[] | undefined
      } | undefined
      /** Fields of the tenant’s own, by name; each is string, number, boolean, string_list. Two connectors of a tenant that have one of the same name agree on its type. */
      readonly custom?: Readonly<Record<string, {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "string"
        readonly default?: string | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "number"
        readonly default?: string | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "boolean"
        readonly default?: "true" | "false" | undefined
      } | {
        readonly from?: readonly string[] | undefined
        readonly transforms?: readonly ({
          readonly kind: "lowercase"
        } | {
          readonly kind: "trim"
        } | {
          readonly kind: "split"
          readonly by: string
        } | {
          readonly kind: "pattern"
          /** Literals, `*`, and one `{capture}`, which is what stays of the value. */
          readonly pattern: string
        })[] | undefined
        /** Refuse the login if the field has no value that can be used. Absent: `true` for `email`, otherwise `false`. A field that is not required never stops a login: what cannot be used is left out and noted in the event, the test and `:try`. */
        readonly required?: boolean | undefined
        readonly type: "string_list"
        readonly default?: readonly string[] | undefined
      }>> | undefined
    } | undefined
    readonly roles?: {
      /** The role key. When absent: what the mapping has as roles. */
      readonly attribute?: string | undefined
      /** Each that matches counts. When absent: roles as sent. */
      readonly rules?: readonly ({
        readonly match: "exact" | "prefix" | "group_id"
        readonly value: string
        /** What the value stands for, as in the name of a group. It decides nothing. */
        readonly label?: string | undefined
        readonly role: string
      })[] | undefined
      /** If no rule matches: `deny` refuses the sign-in, `default` gives `default_role`, `ignore` gives no role. */
      readonly unmatched?: "deny" | "default" | "ignore" | undefined
      readonly default_role?: string | undefined
      /** Whether roles that are no longer sent go. Roles given by hand stay anyway. */
      readonly sync?: "replace" | "add" | undefined
      /** May give the roles `admin` and `viewer`. Absent: false. */
      readonly allow_admin?: boolean | undefined
    } | null | undefined
    readonly tenants?: {
      /** The tenant key. */
      readonly attribute: string
      readonly rules: readonly ({
        readonly match: "exact" | "prefix" | "group_id"
        readonly value: string
        /** Name of a child tenant; null for the tenant itself. */
        readonly tenant: string | null
      })[]
      /** Of several that match: the person chooses, or the first rule decides. */
      readonly several?: "choose" | "first" | undefined
    } | null | undefined
    readonly landing?: {
      readonly rules: readonly ({
        readonly match: "role" | "group" | "attribute"
        /** Name of the attribute, with `"match":"attribute"` alone. */
        readonly attribute?: string | undefined
        readonly value: string
        readonly application: string
      })[]
      readonly default_application?: string | undefined
    } | null | undefined
    /** Who comes with an e-mail address of another domain is refused. Empty: any domain. */
    readonly email_domains?: readonly string[] | undefined
    /** Who may come in: everybody (`create`), users that are linked to the connector, of new people only those who were invited. */
    readonly provisioning?: "create" | "only_linked" | "only_invited" | undefined
    /** On the first sign-in through this connector, link to the user with the same e-mail address if the tenant has verified its domain. Production only. */
    readonly link_by_email?: boolean | undefined
    /** Every request asks the identity provider to authenticate the person anew. Absent: false. */
    readonly force_authn?: boolean | undefined
    /** By how many seconds the clock of the identity provider may differ from ours, either way. */
    readonly clock_skew_seconds?: number | undefined
    readonly authn_context_class_ref?: string | null | undefined
    readonly allow_weak_algorithms_until?: string | null | undefined
    /** Assertions encrypted with AES-CBC are accepted, for identity providers that have no AES-GCM. */
    readonly allow_aes_cbc?: boolean | undefined
    /** Sign-ins that the identity provider begins: `off` refuses them, `convert` begins one here in their place, `accept` takes them. */
    readonly idp_initiated?: "off" | "convert" | "accept" | undefined
    /** Accepted sign-ins that the identity provider began may name a request that nobody made. */
    readonly ignore_unsolicited_in_response_to?: boolean | undefined
    /** A session that begins through this connector ends after so many hours, or earlier if the identity provider says so (SessionNotOnOrAfter). Absent: 12. */
    readonly max_session_hours?: number | undefined
    readonly enabled?: boolean | undefined
    /** Name of an SSO key. */
    readonly sso_key: string
    /** Name of an external IdP. */
    readonly external_idp: string
  })[]
  /** Names of the applications that the tenant is granted. */
  readonly applications: readonly string[]
}

export type User = {
  readonly id: string
  readonly tenant_id: string
  readonly status: "invited" | "active" | "inactive"
  /** One person’s in the tenant. */
  readonly email: string | null
  /** Your id of the person, where the IdP sends it. */
  readonly user_id: string | null
  /** Your own id of the person; no login changes it. */
  readonly external_id: string | null
  readonly first_name: string | null
  readonly last_name: string | null
  readonly name_alias: string | null
  readonly concurrency: number | null
  /** What the IdP says and what was given. */
  readonly roles: readonly string[]
  /** By hand; no login takes them away. */
  readonly given_roles: readonly string[]
  readonly groups: readonly string[]
  readonly has_password: boolean
  /** The tenant’s own fields. */
  readonly custom: Readonly<Record<string, string | number | boolean | readonly string[]>>
  readonly created_at: string
  readonly updated_at: string
}

export type UserChange = {
  readonly first_name?: string | null | undefined
  readonly last_name?: string | null | undefined
  readonly name_alias?: string | null | undefined
  /** The product’s number: stored and delivered, not enforced here. */
  readonly concurrency?: number | null | undefined
  /** Your own id of the person; no login changes it. */
  readonly external_id?: string | null | undefined
  /** In the place of those given before. */
  readonly given_roles?: readonly string[] | undefined
}

export type UserLink = {
  readonly user_id: string
  readonly connector_id: string
}

export type Webhook = {
  readonly id: string
  readonly tenant_id: string
  /** A public https address by name. Redirects are not followed. */
  readonly url: string
  /** Types of events, and `audit` for the audit log. Empty for everything. */
  readonly topics: readonly ("login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed" | "audit")[]
  /** False also after three days without a delivery; `webhook.disabled` tells. */
  readonly enabled: boolean
  readonly created_at: string
  readonly updated_at: string
}

export type WebhookDelivery = {
  /** `webhook-id`: the event’s or the entry’s id. */
  readonly message_id: string
  readonly type: string
  readonly state: "pending" | "delivered" | "failed"
  readonly attempts: number
  readonly created_at: string
  readonly last_attempt_at: string | null
  /** The status, or `timeout`, `unreachable`, `url_forbidden`. */
  readonly last_outcome: string | null
  readonly next_attempt_at: string | null
}

export type WebhookWithSecret = {
  readonly id: string
  readonly tenant_id: string
  /** A public https address by name. Redirects are not followed. */
  readonly url: string
  /** Types of events, and `audit` for the audit log. Empty for everything. */
  readonly topics: readonly ("login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed" | "audit")[]
  /** False also after three days without a delivery; `webhook.disabled` tells. */
  readonly enabled: boolean
  readonly created_at: string
  readonly updated_at: string
  /** Verifies the messages. Shown this once. */
  readonly secret: string
}

export type Whereabouts = {
  /** Of a child tenant that D1 does not have: its parent. */
  readonly root_tenant_id?: string | undefined
  /** Of a tenant that D1 does not have: as it was created; `none` by default. */
  readonly jurisdiction?: "none" | "eu" | "us" | undefined
}

export interface Operations {
  /** Mint an API key */
  readonly 'POST /api-keys': {
    readonly path: Record<string, never>
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: NewApiKey
    readonly answer: MintedApiKey
  }
  /** List API keys */
  readonly 'GET /api-keys': {
    readonly path: Record<string, never>
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly ApiKey[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Read an API key */
  readonly 'GET /api-keys/{api_key_id}': {
    readonly path: {
      readonly api_key_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: ApiKey
  }
  /** Revoke an API key; it stops working at once */
  readonly 'DELETE /api-keys/{api_key_id}': {
    readonly path: {
      readonly api_key_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Register an application and its OpenID Connect client */
  readonly 'POST /applications': {
    readonly path: Record<string, never>
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: NewApplication
    readonly answer: CreatedApplication
  }
  /** List applications */
  readonly 'GET /applications': {
    readonly path: Record<string, never>
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly Application[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Read an application */
  readonly 'GET /applications/{application_id}': {
    readonly path: {
      readonly application_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: Application
  }
  /** Change an application; it holds everywhere within 90 seconds */
  readonly 'PATCH /applications/{application_id}': {
    readonly path: {
      readonly application_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: ApplicationChange | undefined
    readonly answer: Application
  }
  /** Delete an application; within 90 seconds nobody reaches it any more */
  readonly 'DELETE /applications/{application_id}': {
    readonly path: {
      readonly application_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Grant an application to a tenant */
  readonly 'PUT /applications/{application_id}/tenants/{tenant_id}': {
    readonly path: {
      readonly application_id: string
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: ApplicationGrant
  }
  /** Take an application back from a tenant; its people get no code for it any more */
  readonly 'DELETE /applications/{application_id}/tenants/{tenant_id}': {
    readonly path: {
      readonly application_id: string
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Make a new client secret; the one until now is taken for a while longer */
  readonly 'POST /applications/{application_id}:rotate_secret': {
    readonly path: {
      readonly application_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: SecretRotation | undefined
    readonly answer: RotatedSecret
  }
  /** List what was changed, the newest first; tenants that are gone included */
  readonly 'GET /audit': {
    readonly path: Record<string, never>
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
      readonly actor?: string | undefined
      readonly action?: string | undefined
      readonly target?: string | undefined
      readonly from?: string | undefined
      readonly until?: string | undefined
      readonly tenant_id?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly AuditEntry[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** List the keys that sign ID tokens, the current one first */
  readonly 'GET /deployment/signing-keys': {
    readonly path: Record<string, never>
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: {
      readonly data: readonly SigningKey[]
    }
  }
  /** Issue the next signing key; it is published and signs nothing yet */
  readonly 'POST /deployment/signing-keys': {
    readonly path: Record<string, never>
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly SigningKey[]
    }
  }
  /** Read a signing key */
  readonly 'GET /deployment/signing-keys/{kid}': {
    readonly path: {
      readonly kid: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: SigningKey
  }
  /** Delete a retired or next signing key */
  readonly 'DELETE /deployment/signing-keys/{kid}': {
    readonly path: {
      readonly kid: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Sign with the next signing key; the current one is retired */
  readonly 'POST /deployment/signing-keys/{kid}:activate': {
    readonly path: {
      readonly kid: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: SigningKey
  }
  /** Seal the keys that sign ID tokens under the present MASTER_KEY */
  readonly 'POST /deployment:reseal': {
    readonly path: Record<string, never>
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: Resealing
  }
  /** Read what happened in the deployment, in the order in which it became readable */
  readonly 'GET /events': {
    readonly path: Record<string, never>
    readonly query: {
      readonly after?: number | undefined
      readonly limit?: number | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly FeedEvent[]
      /** Goes into `after` next time. */
      readonly next_after: number
    }
  }
  /** Find the event of a reference in any tenant */
  readonly 'GET /events/{event_id}': {
    readonly path: {
      readonly event_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: EventWithChecks | RefusedRequest
  }
  /** Ask whether the home tenant is still to be made */
  readonly 'GET /first-start': {
    readonly path: Record<string, never>
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: FirstStart
  }
  /** Make the home tenant with its first operator */
  readonly 'POST /home-tenant': {
    readonly path: Record<string, never>
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: NewHomeTenant
    readonly answer: HomeTenant
  }
  /** Read who is calling, and what they may do */
  readonly 'GET /me': {
    readonly path: Record<string, never>
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: Me
  }
  /** Say what a set-up link is for, without opening it */
  readonly 'POST /setup-links:describe': {
    readonly path: Record<string, never>
    readonly query: Record<string, never>
    readonly body: SetupToken
    readonly answer: SetupDescription
  }
  /** Open a set-up link: this browser is a guest of the tenant for 12 hours */
  readonly 'POST /setup-sessions': {
    readonly path: Record<string, never>
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: SetupToken
    readonly answer: SetupSession
  }
  /** Leave: this browser is no guest any more; the link can be opened again */
  readonly 'DELETE /setup-sessions': {
    readonly path: Record<string, never>
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Create a tenant */
  readonly 'POST /tenants': {
    readonly path: Record<string, never>
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: NewTenant
    readonly answer: Tenant
  }
  /** List tenants */
  readonly 'GET /tenants': {
    readonly path: Record<string, never>
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
      readonly name?: string | undefined
      readonly external_id?: string | undefined
      readonly search?: string | undefined
      readonly parent_id?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly Tenant[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Read a tenant */
  readonly 'GET /tenants/{tenant_id}': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: Tenant
  }
  /** Rename a tenant, change your own id of it, where its people land, or which roles there are */
  readonly 'PATCH /tenants/{tenant_id}': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: TenantChange | undefined
    readonly answer: Tenant
  }
  /** Delete a tenant with everything in it; its sessions end at once */
  readonly 'DELETE /tenants/{tenant_id}': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly confirm: string
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** List the applications that a tenant is granted */
  readonly 'GET /tenants/{tenant_id}/applications': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: {
      readonly data: readonly GrantedApplication[]
    }
  }
  /** List what was changed in a tenant, the newest first */
  readonly 'GET /tenants/{tenant_id}/audit': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
      readonly actor?: string | undefined
      readonly action?: string | undefined
      readonly target?: string | undefined
      readonly from?: string | undefined
      readonly until?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly AuditEntry[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Join an SSO key to an external IdP; the first version is a draft */
  readonly 'POST /tenants/{tenant_id}/connectors': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: NewConnector
    readonly answer: ConnectorDetail
  }
  /** List the connectors of a tenant */
  readonly 'GET /tenants/{tenant_id}/connectors': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
      readonly name?: string | undefined
      readonly reference?: string | undefined
      readonly environment?: "production" | "non_production" | undefined
      readonly state?: "draft" | "tested" | "active" | "disabled" | undefined
      readonly enabled?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly ConnectorSummary[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Read a connector with its latest and its active version */
  readonly 'GET /tenants/{tenant_id}/connectors/{connector_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: ConnectorDetail
  }
  /** Change a connector; changed settings make a new draft */
  readonly 'PATCH /tenants/{tenant_id}/connectors/{connector_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: ConnectorChange | undefined
    readonly answer: ConnectorDetail
  }
  /** Delete a connector; logins through it end at once */
  readonly 'DELETE /tenants/{tenant_id}/connectors/{connector_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly confirm?: string | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** List the users whom a connector does not recognise any more */
  readonly 'GET /tenants/{tenant_id}/connectors/{connector_id}/relink-candidates': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly RelinkCandidate[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Take the confirmation of a candidate back, and forget who came */
  readonly 'DELETE /tenants/{tenant_id}/connectors/{connector_id}/relink-candidates/{user_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Have the next login with the e-mail address of a user become that user */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}/relink-candidates/{user_id}:confirm': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      /** That of `attempt`, once it is known to be the login of the user: refused when somebody else came after it. Needed where it is disputed. */
      readonly event_id?: string | undefined
    } | undefined
    readonly answer: RelinkCandidate
  }
  /** Confirm every candidate whom nobody disputes */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}/relink-candidates:confirm': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly candidates: number
      readonly confirmed_until: string
    }
  }
  /** List the tests of a connector, the newest first */
  readonly 'GET /tenants/{tenant_id}/connectors/{connector_id}/tests': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly ConnectorTest[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Show a test and what it found, rule by rule */
  readonly 'GET /tenants/{tenant_id}/connectors/{connector_id}/tests/{test_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
      readonly test_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: ConnectorTestWithReport
  }
  /** List the versions of a connector, the newest first: who wrote each, and what it changed */
  readonly 'GET /tenants/{tenant_id}/connectors/{connector_id}/versions': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly ConnectorVersionInHistory[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Make a tested version govern logins everywhere, from the next one on */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}:activate': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      /** SHA-256 of the settings: the name of a version. */
      readonly version: string
    }
    readonly answer: ConnectorVersion
  }
  /** Approve the issuer that a test learned */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}:approve': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      /** The version that was tested: the latest. */
      readonly version: string
      /** The issuer that the test page shows. */
      readonly issuer: string
    }
    readonly answer: ConnectorDetail
  }
  /** Stop logins through a connector at once */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}:disable': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: ConnectorDetail
  }
  /** Let people log in through a connector, from the next login on */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}:enable': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: ConnectorDetail
  }
  /** Copy a configuration to a connector of the other environment, as a draft */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}:promote': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      readonly target_id: string
      /** SHA-256 of the settings: the name of a version. */
      readonly version?: string | undefined
      readonly external_idp_id?: string | undefined
    }
    readonly answer: ConnectorDetail
  }
  /** Make an earlier version govern logins again */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}:rollback': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      /** SHA-256 of the settings: the name of a version. */
      readonly version?: string | undefined
    } | undefined
    readonly answer: ConnectorVersion
  }
  /** Start a test of a version: a link that opens once, within 15 minutes */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}:test': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      /** SHA-256 of the settings: the name of a version. */
      readonly version?: string | undefined
    } | undefined
    readonly answer: StartedTest
  }
  /** Show field by field what a response would come to under a version */
  readonly 'POST /tenants/{tenant_id}/connectors/{connector_id}:try': {
    readonly path: {
      readonly tenant_id: string
      readonly connector_id: string
    }
    readonly query: Record<string, never>
    readonly body: {
      /** SHA-256 of the settings: the name of a version. */
      readonly version?: string | undefined
      /** The form field as the browser posts it: base64. */
      readonly saml_response?: string | undefined
    } | undefined
    readonly answer: ConnectorTrial
  }
  /** Claim an e-mail domain; the answer says which TXT record proves it */
  readonly 'POST /tenants/{tenant_id}/domains': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: NewDomain
    readonly answer: Domain
  }
  /** List the domains of a tenant */
  readonly 'GET /tenants/{tenant_id}/domains': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: {
      readonly data: readonly Domain[]
    }
  }
  /** Read a domain */
  readonly 'GET /tenants/{tenant_id}/domains/{domain_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly domain_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: Domain
  }
  /** Give a domain up; nobody is found or joined by it any more */
  readonly 'DELETE /tenants/{tenant_id}/domains/{domain_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly domain_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Look for the TXT record of a domain now */
  readonly 'POST /tenants/{tenant_id}/domains/{domain_id}:verify': {
    readonly path: {
      readonly tenant_id: string
      readonly domain_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: Domain
  }
  /** Read whether people sign in through SSO alone, and what stands in the way of it */
  readonly 'GET /tenants/{tenant_id}/enforcement': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: EnforcementState
  }
  /** Choose who signs in through SSO alone, at once or from a date on */
  readonly 'PUT /tenants/{tenant_id}/enforcement': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: EnforcementChange
    readonly answer: Enforcement
  }
  /** Let a user keep their password, say that of a service account */
  readonly 'PUT /tenants/{tenant_id}/enforcement/exemptions/{user_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: ExemptionChange
    readonly answer: Enforcement
  }
  /** Take an exemption back; sessions that it allowed end at once */
  readonly 'DELETE /tenants/{tenant_id}/enforcement/exemptions/{user_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Make ten recovery codes; they are shown this once, and take the place of those before when one is confirmed */
  readonly 'POST /tenants/{tenant_id}/enforcement/recovery-codes': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: RecoveryCodes
  }
  /** Type one code back, to show that they were written down; it stays good */
  readonly 'POST /tenants/{tenant_id}/enforcement/recovery-codes:confirm': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: RecoveryCode
    readonly answer: Enforcement
  }
  /** Let a tenant’s administrators use their passwords for a while, and tell all of them */
  readonly 'POST /tenants/{tenant_id}/enforcement:break_glass': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: BreakGlass
    readonly answer: Enforcement
  }
  /** Vouch, as the operator, that a tenant gets back in: counts as a way back for a week */
  readonly 'POST /tenants/{tenant_id}/enforcement:consent': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: Consent
    readonly answer: Enforcement
  }
  /** End it early, and the sessions that it allowed */
  readonly 'POST /tenants/{tenant_id}/enforcement:end_break_glass': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: Enforcement
  }
  /** List what happened in a tenant, the newest first */
  readonly 'GET /tenants/{tenant_id}/events': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
      readonly type?: "login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed" | undefined
      readonly code?: string | undefined
      readonly connector_id?: string | undefined
      readonly sso_id?: string | undefined
      readonly user_id?: string | undefined
      readonly from?: string | undefined
      readonly until?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly Event[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
      /** The list holds everything that happened until this time. `null`: it may lag, because a part of the service is out of reach. Ask again later. */
      readonly complete_until: string | null
    }
  }
  /** Export what happened in a tenant as lines of JSON, the newest first */
  readonly 'GET /tenants/{tenant_id}/events/export': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly type?: "login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed" | undefined
      readonly code?: string | undefined
      readonly connector_id?: string | undefined
      readonly sso_id?: string | undefined
      readonly user_id?: string | undefined
      readonly from?: string | undefined
      readonly until?: string | undefined
    }
    readonly body: undefined
    readonly answer: Event
  }
  /** Read the event of a reference */
  readonly 'GET /tenants/{tenant_id}/events/{event_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly event_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: EventWithChecks | RefusedRequest
  }
  /** Open what the IdP sent in an attempt that failed; the audit log tells who did */
  readonly 'GET /tenants/{tenant_id}/events/{event_id}/response': {
    readonly path: {
      readonly tenant_id: string
      readonly event_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: KeptResponse
  }
  /** Read the configuration of a tenant as one document */
  readonly 'GET /tenants/{tenant_id}/export': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: TenantDocument
  }
  /** Save an external IdP */
  readonly 'POST /tenants/{tenant_id}/external-idps': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: NewExternalIdp
    readonly answer: ExternalIdp
  }
  /** List the external IdPs of a tenant */
  readonly 'GET /tenants/{tenant_id}/external-idps': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly ExternalIdp[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Read an external IdP */
  readonly 'GET /tenants/{tenant_id}/external-idps/{external_idp_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly external_idp_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: ExternalIdp
  }
  /** Rename an external IdP, or replace its source */
  readonly 'PATCH /tenants/{tenant_id}/external-idps/{external_idp_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly external_idp_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: ExternalIdpChange
    readonly answer: ExternalIdp
  }
  /** Delete an external IdP that no connector uses */
  readonly 'DELETE /tenants/{tenant_id}/external-idps/{external_idp_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly external_idp_id: string
    }
    readonly query: {
      readonly confirm?: string | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Stop trusting a certificate at once, in what is live too */
  readonly 'DELETE /tenants/{tenant_id}/external-idps/{external_idp_id}/certificates/{fingerprint}': {
    readonly path: {
      readonly tenant_id: string
      readonly external_idp_id: string
      readonly fingerprint: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Take over a change that the metadata URL asks for */
  readonly 'POST /tenants/{tenant_id}/external-idps/{external_idp_id}:approve': {
    readonly path: {
      readonly tenant_id: string
      readonly external_idp_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      readonly change_id: string
    }
    readonly answer: ExternalIdp
  }
  /** Read the metadata URL again; certificates added there are trusted at once */
  readonly 'POST /tenants/{tenant_id}/external-idps/{external_idp_id}:refresh': {
    readonly path: {
      readonly tenant_id: string
      readonly external_idp_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: ExternalIdp
  }
  /** Leave an external IdP as it is, whatever its metadata URL says */
  readonly 'POST /tenants/{tenant_id}/external-idps/{external_idp_id}:reject': {
    readonly path: {
      readonly tenant_id: string
      readonly external_idp_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      readonly change_id: string
    }
    readonly answer: ExternalIdp
  }
  /** Show what a save would store, with warnings; changes nothing */
  readonly 'POST /tenants/{tenant_id}/external-idps:preview': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: Record<string, never>
    readonly body: IdpSource
    readonly answer: IdpPreview
  }
  /** Bring a tenant to what a document says; the answer is the difference */
  readonly 'PUT /tenants/{tenant_id}/import': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly dry_run?: "true" | "false" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: TenantDocument
    readonly answer: ImportedDocument
  }
  /** Make a set-up link; its address is answered once */
  readonly 'POST /tenants/{tenant_id}/setup-links': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: NewSetupLink
    readonly answer: SetupLinkWithUrl
  }
  /** List the set-up links of a tenant, the newest first */
  readonly 'GET /tenants/{tenant_id}/setup-links': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly SetupLink[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Read a set-up link */
  readonly 'GET /tenants/{tenant_id}/setup-links/{setup_link_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly setup_link_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: SetupLink
  }
  /** Say that the set-up is done; the link opens nothing afterwards */
  readonly 'POST /tenants/{tenant_id}/setup-links/{setup_link_id}:complete': {
    readonly path: {
      readonly tenant_id: string
      readonly setup_link_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: SetupLink
  }
  /** End a set-up link at once, with the sessions of its guests */
  readonly 'POST /tenants/{tenant_id}/setup-links/{setup_link_id}:revoke': {
    readonly path: {
      readonly tenant_id: string
      readonly setup_link_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: SetupLink
  }
  /** Read what a tenant asks of who signs in with a password */
  readonly 'GET /tenants/{tenant_id}/sign-in-policy': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: SignInPolicy
  }
  /** Set what a tenant asks of who signs in with a password */
  readonly 'PUT /tenants/{tenant_id}/sign-in-policy': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: SignInPolicyChange
    readonly answer: SignInPolicy
  }
  /** Issue an SSO key: an EntityID, a Sign-On URL, a key pair and its certificate */
  readonly 'POST /tenants/{tenant_id}/sso-keys': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      readonly name: string
      /** Whether real people sign in with it. Sign-ins of a `non_production` key are kept apart: they make no production session and administer nothing. It cannot be changed. */
      readonly environment: "production" | "non_production"
    }
    readonly answer: SsoKey
  }
  /** List the SSO keys of a tenant */
  readonly 'GET /tenants/{tenant_id}/sso-keys': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly SsoKey[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
    }
  }
  /** Read an SSO key */
  readonly 'GET /tenants/{tenant_id}/sso-keys/{sso_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly sso_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: SsoKey
  }
  /** Rename an SSO key, or offer it for encryption in SP metadata, or no longer */
  readonly 'PATCH /tenants/{tenant_id}/sso-keys/{sso_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly sso_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      readonly name?: string | undefined
      /** SP metadata offers the certificate for encryption. Some identity providers then encrypt by themselves. Assertions that are encrypted for it are decrypted either way. */
      readonly encryption?: boolean | undefined
    } | undefined
    readonly answer: SsoKey
  }
  /** Delete an SSO key; its URLs stop working and are never issued again */
  readonly 'DELETE /tenants/{tenant_id}/sso-keys/{sso_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly sso_id: string
    }
    readonly query: {
      readonly confirm: string
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Issue the next certificate of an SSO key, with a key pair of its own */
  readonly 'POST /tenants/{tenant_id}/sso-keys/{sso_id}/certificates': {
    readonly path: {
      readonly tenant_id: string
      readonly sso_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: SsoKey
  }
  /** Delete a retired or next certificate with its private key */
  readonly 'DELETE /tenants/{tenant_id}/sso-keys/{sso_id}/certificates/{fingerprint}': {
    readonly path: {
      readonly tenant_id: string
      readonly sso_id: string
      readonly fingerprint: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Sign requests with the next certificate; the current one is retired */
  readonly 'POST /tenants/{tenant_id}/sso-keys/{sso_id}/certificates/{fingerprint}:activate': {
    readonly path: {
      readonly tenant_id: string
      readonly sso_id: string
      readonly fingerprint: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: SsoKey
  }
  /** Invite somebody: make a user whom no login has made yet */
  readonly 'POST /tenants/{tenant_id}/users': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: Invitation
    readonly answer: User
  }
  /** List the users of a tenant, or search them */
  readonly 'GET /tenants/{tenant_id}/users': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly limit?: number | undefined
      readonly cursor?: string | undefined
      readonly email_prefix?: string | undefined
      readonly external_id?: string | undefined
      readonly user_id?: string | undefined
      readonly status?: "invited" | "active" | "inactive" | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly data: readonly User[]
      /** Goes into `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null
      /** The list holds everything that happened until this time. `null`: it may lag, because a part of the service is out of reach. Ask again later. */
      readonly complete_until: string | null
    }
  }
  /** Read a user */
  readonly 'GET /tenants/{tenant_id}/users/{user_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: User
  }
  /** Edit a user */
  readonly 'PATCH /tenants/{tenant_id}/users/{user_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: UserChange | undefined
    readonly answer: User
  }
  /** Delete a user with every identity and session; a later login makes another user */
  readonly 'DELETE /tenants/{tenant_id}/users/{user_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** List the connectors that a user is linked to */
  readonly 'GET /tenants/{tenant_id}/users/{user_id}/links': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: {
      readonly data: readonly UserLink[]
    }
  }
  /** Link a user to a connector of the tenant, or of its parent */
  readonly 'PUT /tenants/{tenant_id}/users/{user_id}/links/{connector_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: UserLink
  }
  /** Take the link of a user to a connector away; the sessions that came through it end */
  readonly 'DELETE /tenants/{tenant_id}/users/{user_id}/links/{connector_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
      readonly connector_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** List the second factors of a user, the oldest first */
  readonly 'GET /tenants/{tenant_id}/users/{user_id}/second_factors': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: {
      readonly data: readonly SecondFactor[]
    }
  }
  /** List the live sessions of a user, the newest first */
  readonly 'GET /tenants/{tenant_id}/users/{user_id}/sessions': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: {
      readonly data: readonly Session[]
    }
  }
  /** End a session of a user */
  readonly 'DELETE /tenants/{tenant_id}/users/{user_id}/sessions/{session_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
      readonly session_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** Deactivate a user: every session ends at once, and no login brings one back */
  readonly 'POST /tenants/{tenant_id}/users/{user_id}:deactivate': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: User
  }
  /** End every session of a user */
  readonly 'POST /tenants/{tenant_id}/users/{user_id}:end_sessions': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly ended: number
    }
  }
  /** Send a user a one-time link that sets a password */
  readonly 'POST /tenants/{tenant_id}/users/{user_id}:invite_password': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: PasswordLinkRequest
    readonly answer: PasswordLink
  }
  /** Let a user sign in again; sessions of before stay ended */
  readonly 'POST /tenants/{tenant_id}/users/{user_id}:reactivate': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: User
  }
  /** Take the password of a user away; sessions that it began end */
  readonly 'POST /tenants/{tenant_id}/users/{user_id}:remove_password': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: User
  }
  /** Take every second factor and recovery code of a user away */
  readonly 'POST /tenants/{tenant_id}/users/{user_id}:reset_second_factors': {
    readonly path: {
      readonly tenant_id: string
      readonly user_id: string
    }
    readonly query: {
      readonly confirm?: "last_admin" | undefined
      readonly enforcement?: "turn_off" | undefined
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: User
  }
  /** Have the tenant’s events sent to a URL */
  readonly 'POST /tenants/{tenant_id}/webhooks': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      /** A public https address by name. Redirects are not followed. */
      readonly url: string
      /** Types of events, and `audit` for the audit log. Empty for everything. */
      readonly topics?: readonly ("login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed" | "audit")[] | undefined
    }
    readonly answer: WebhookWithSecret
  }
  /** List the webhooks of a tenant */
  readonly 'GET /tenants/{tenant_id}/webhooks': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: {
      readonly data: readonly Webhook[]
    }
  }
  /** Read a webhook */
  readonly 'GET /tenants/{tenant_id}/webhooks/{webhook_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly webhook_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: Webhook
  }
  /** Change where a webhook sends, what, and whether */
  readonly 'PATCH /tenants/{tenant_id}/webhooks/{webhook_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly webhook_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: {
      /** A public https address by name. Redirects are not followed. */
      readonly url?: string | undefined
      /** Types of events, and `audit` for the audit log. Empty for everything. */
      readonly topics?: readonly ("login.admitted" | "login.refused" | "login.refusals_counted" | "test.passed" | "test.failed" | "logout.ended" | "logout.refused" | "certificate.expiring" | "metadata.refreshed" | "metadata.approval_required" | "metadata.failed" | "connector.needs_attention" | "connector.recovered" | "domain.verified" | "domain.failing" | "domain.lapsed" | "setup_link.opened" | "setup_link.done" | "webhook.disabled" | "password.locked" | "password.set" | "enforcement.announced" | "enforcement.started" | "enforcement.not_started" | "enforcement.ended" | "break_glass.opened" | "break_glass.ended" | "recovery_code.used" | "second_factor.added" | "second_factor.removed" | "recovery_codes.renewed" | "audit")[] | undefined
      readonly enabled?: boolean | undefined
    } | undefined
    readonly answer: Webhook
  }
  /** Delete a webhook; what it was still owed is not sent */
  readonly 'DELETE /tenants/{tenant_id}/webhooks/{webhook_id}': {
    readonly path: {
      readonly tenant_id: string
      readonly webhook_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: undefined
  }
  /** List the last 100 deliveries of the last three days, the newest first */
  readonly 'GET /tenants/{tenant_id}/webhooks/{webhook_id}/deliveries': {
    readonly path: {
      readonly tenant_id: string
      readonly webhook_id: string
    }
    readonly query: Record<string, never>
    readonly body: undefined
    readonly answer: {
      readonly data: readonly WebhookDelivery[]
    }
  }
  /** Send a message of type webhook.ping; the list of deliveries tells what became of it */
  readonly 'POST /tenants/{tenant_id}/webhooks/{webhook_id}:ping': {
    readonly path: {
      readonly tenant_id: string
      readonly webhook_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: {
      readonly message_id: string
    }
  }
  /** Send again what happened since a time, up to 200 messages, or one event */
  readonly 'POST /tenants/{tenant_id}/webhooks/{webhook_id}:replay': {
    readonly path: {
      readonly tenant_id: string
      readonly webhook_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: Replay
    readonly answer: {
      readonly messages: number
      /** Where the next replay goes on; null when nothing is left. */
      readonly next_since: string | null
    }
  }
  /** Make a new secret; for a day messages are signed with the one before too */
  readonly 'POST /tenants/{tenant_id}/webhooks/{webhook_id}:rotate_secret': {
    readonly path: {
      readonly tenant_id: string
      readonly webhook_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: undefined
    readonly answer: WebhookWithSecret
  }
  /** Put right what the database says of a tenant, after it was restored from an older copy */
  readonly 'POST /tenants/{tenant_id}:reconcile': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: Whereabouts | undefined
    readonly answer: Reconciliation
  }
  /** Seal a tenant's secrets under the present MASTER_KEY */
  readonly 'POST /tenants/{tenant_id}:reseal': {
    readonly path: {
      readonly tenant_id: string
    }
    readonly query: {
      readonly validate_only?: "true" | "false" | undefined
    }
    readonly body: ResealProgress | undefined
    readonly answer: Resealing
  }
}
