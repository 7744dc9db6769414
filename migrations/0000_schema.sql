CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`secret_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`scopes` text DEFAULT '["read","configure","users","events"]' NOT NULL,
	`tenant_id` text,
	`expires_at` integer,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_secret_hash` ON `api_keys` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_creation` ON `api_keys` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`tenant_id` text,
	`at` integer NOT NULL,
	`actor_type` text NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`target_type` text NOT NULL,
	`target_id` text NOT NULL,
	`before` text,
	`after` text,
	`request_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_entries_id` ON `audit_entries` (`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_by_tenant` ON `audit_entries` (`tenant_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_entries_by_target` ON `audit_entries` (`target_id`,`seq`);--> statement-breakpoint
CREATE TABLE `idempotent_answers` (
	`owner` text NOT NULL,
	`key_hash` text NOT NULL,
	`fingerprint` text NOT NULL,
	`sealed_answer` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`owner`, `key_hash`)
);
--> statement-breakpoint
CREATE INDEX `idempotent_answers_by_age` ON `idempotent_answers` (`at`);--> statement-breakpoint
CREATE TABLE `application_grants` (
	`application_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`application_id`, `tenant_id`),
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `application_grants_by_tenant` ON `application_grants` (`tenant_id`);--> statement-breakpoint
CREATE INDEX `application_grants_by_revision` ON `application_grants` (`application_id`,`revision`);--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`landing_url` text NOT NULL,
	`environment` text DEFAULT 'production' NOT NULL,
	`redirect_uris` text NOT NULL,
	`token_endpoint_auth_method` text NOT NULL,
	`secret_hash` text,
	`created_at` integer NOT NULL,
	`return_urls` text,
	`previous_secret_hash` text,
	`previous_secret_until` integer,
	`changes` integer DEFAULT 1 NOT NULL,
	`published` integer DEFAULT 1 NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `applications_by_creation` ON `applications` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `connector_versions` (
	`connector_id` text NOT NULL,
	`hash` text NOT NULL,
	`tenant_id` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`settings` text NOT NULL,
	`created_at` integer NOT NULL,
	`tested_at` integer,
	`activated_at` integer,
	`created_by` text,
	PRIMARY KEY(`connector_id`, `hash`),
	FOREIGN KEY (`connector_id`) REFERENCES `connectors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connector_versions_number` ON `connector_versions` (`connector_id`,`number`);--> statement-breakpoint
CREATE TABLE `connectors` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`reference` text NOT NULL,
	`type` text NOT NULL,
	`sso_id` text NOT NULL,
	`external_idp_id` text NOT NULL,
	`enabled` integer NOT NULL,
	`latest_version` text NOT NULL,
	`active_version` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_used_at` integer,
	`last_test_at` integer,
	`last_test_passed` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sso_id`) REFERENCES `sso_keys`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`external_idp_id`) REFERENCES `external_idps`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `connectors_by_creation` ON `connectors` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `connectors_reference` ON `connectors` (`tenant_id`,`reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `connectors_name` ON `connectors` (`tenant_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `connectors_sso_id` ON `connectors` (`sso_id`);--> statement-breakpoint
CREATE TABLE `external_idps` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`source` text NOT NULL,
	`description` text NOT NULL,
	`certificates` text NOT NULL,
	`trust_revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`removed_certificates` text DEFAULT '[]' NOT NULL,
	`pending_change` text,
	`refresh_failure` text,
	`next_refresh_at` integer,
	`next_notice_at` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `external_idps_by_refresh` ON `external_idps` (`next_refresh_at`);--> statement-breakpoint
CREATE INDEX `external_idps_by_notice` ON `external_idps` (`next_notice_at`);--> statement-breakpoint
CREATE INDEX `external_idps_by_creation` ON `external_idps` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `external_idps_name` ON `external_idps` (`tenant_id`,`name`);--> statement-breakpoint
CREATE TABLE `intents` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`outcome` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `intents_by_age` ON `intents` (`tenant_id`,`at`);--> statement-breakpoint
CREATE TABLE `login_configurations` (
	`sso_id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`config` text NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`sso_id`) REFERENCES `sso_keys`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `sso_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`slot` integer NOT NULL,
	`name` text NOT NULL,
	`environment` text NOT NULL,
	`origin` text NOT NULL,
	`certificate_pem` text NOT NULL,
	`certificate_not_after` integer NOT NULL,
	`sealed_private_key` text NOT NULL,
	`created_at` integer NOT NULL,
	`encryption` integer DEFAULT false NOT NULL,
	`further_certificates` text DEFAULT '[]' NOT NULL,
	`next_notice_at` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sso_keys_five_slots" CHECK("sso_keys"."slot" BETWEEN 1 AND 5)
);
--> statement-breakpoint
CREATE INDEX `sso_keys_by_notice` ON `sso_keys` (`next_notice_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `sso_keys_slot` ON `sso_keys` (`tenant_id`,`slot`);--> statement-breakpoint
CREATE UNIQUE INDEX `sso_keys_name` ON `sso_keys` (`tenant_id`,`name`);--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`parent_id` text,
	`region` text,
	`jurisdiction` text NOT NULL,
	`created_at` integer NOT NULL,
	`external_id` text,
	`roles` text,
	`landing` text
);
--> statement-breakpoint
CREATE INDEX `tenants_by_creation` ON `tenants` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `tenants_by_name` ON `tenants` (`name`,`created_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_external_id` ON `tenants` (`external_id`);--> statement-breakpoint
CREATE INDEX `tenants_by_parent` ON `tenants` (`parent_id`);--> statement-breakpoint
CREATE TABLE `domains` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`domain` text NOT NULL,
	`token` text NOT NULL,
	`state` text NOT NULL,
	`verified_at` integer,
	`checked_at` integer,
	`failing_since` integer,
	`next_check_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `domains_owner` ON `domains` (`domain`) WHERE state in ('verified', 'failing');--> statement-breakpoint
CREATE INDEX `domains_by_check` ON `domains` (`next_check_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `domains_claim` ON `domains` (`tenant_id`,`domain`);--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`connector_id` text,
	`sso_id` text,
	`user_id` text,
	`code` text,
	`data` text NOT NULL,
	`logins` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id` ON `events` (`id`);--> statement-breakpoint
CREATE INDEX `events_by_tenant` ON `events` (`tenant_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_by_type` ON `events` (`tenant_id`,`type`,`seq`) WHERE type <> 'login.admitted';--> statement-breakpoint
CREATE INDEX `events_by_code` ON `events` (`tenant_id`,`code`,`seq`) WHERE code IS NOT NULL;--> statement-breakpoint
CREATE TABLE `users` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text,
	`email` text,
	`first_name` text,
	`last_name` text,
	`name_alias` text,
	`roles` text NOT NULL,
	`groups` text NOT NULL,
	`concurrency` real,
	`custom` text,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`external_id` text,
	`given_roles` text,
	`email_key` text,
	`has_password` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `users_by_external_id` ON `users` (`tenant_id`,`external_id`);--> statement-breakpoint
CREATE INDEX `users_by_email_key` ON `users` (`tenant_id`,`email_key`);--> statement-breakpoint
CREATE INDEX `users_by_user_id` ON `users` (`tenant_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `users_by_creation` ON `users` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `users_with_password` ON `users` (`email_key`) WHERE has_password = 1;--> statement-breakpoint
CREATE INDEX `users_by_status` ON `users` (`tenant_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE TRIGGER `audit_entries_keep` BEFORE DELETE ON `audit_entries` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `audit_entries_fixed` BEFORE UPDATE ON `audit_entries` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
