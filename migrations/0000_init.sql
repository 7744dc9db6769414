CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`secret_hash` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_secret_hash` ON `api_keys` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_creation` ON `api_keys` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `application_grants` (
	`application_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	PRIMARY KEY(`application_id`, `tenant_id`),
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `application_grants_by_tenant` ON `application_grants` (`tenant_id`);--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`landing_url` text NOT NULL,
	`redirect_uris` text NOT NULL,
	`token_endpoint_auth_method` text NOT NULL,
	`secret_hash` text,
	`created_at` integer NOT NULL
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
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
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
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sso_keys_five_slots" CHECK("sso_keys"."slot" BETWEEN 1 AND 5)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sso_keys_slot` ON `sso_keys` (`tenant_id`,`slot`);--> statement-breakpoint
CREATE UNIQUE INDEX `sso_keys_name` ON `sso_keys` (`tenant_id`,`name`);--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`parent_id` text,
	`region` text,
	`jurisdiction` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tenants_by_creation` ON `tenants` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `login_events` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`sso_id` text NOT NULL,
	`connector_id` text NOT NULL,
	`version` text NOT NULL,
	`outcome` text NOT NULL,
	`code` text,
	`user_id` text,
	`at` integer NOT NULL,
	`ip` text,
	`user_agent` text
);
--> statement-breakpoint
CREATE INDEX `login_events_by_time` ON `login_events` (`tenant_id`,`at`);--> statement-breakpoint
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
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `users_by_email` ON `users` (`tenant_id`,`email`);