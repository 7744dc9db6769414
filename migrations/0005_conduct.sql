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
ALTER TABLE `api_keys` ADD `scopes` text DEFAULT '["read","configure","users","events"]' NOT NULL;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `tenant_id` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `connector_versions` ADD `created_by` text;--> statement-breakpoint
ALTER TABLE `connectors` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `connectors` ADD `last_test_at` integer;--> statement-breakpoint
ALTER TABLE `connectors` ADD `last_test_passed` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `external_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_external_id` ON `tenants` (`external_id`);--> statement-breakpoint
CREATE INDEX `tenants_by_parent` ON `tenants` (`parent_id`);--> statement-breakpoint
ALTER TABLE `users` ADD `external_id` text;--> statement-breakpoint
CREATE INDEX `users_by_external_id` ON `users` (`tenant_id`,`external_id`);--> statement-breakpoint
CREATE TRIGGER `audit_entries_keep` BEFORE DELETE ON `audit_entries` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `audit_entries_fixed` BEFORE UPDATE ON `audit_entries` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
