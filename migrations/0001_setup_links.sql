CREATE TABLE `setup_links` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`tasks` text NOT NULL,
	`connector_id` text,
	`may_activate` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`first_use_until` integer NOT NULL,
	`first_opened_at` integer,
	`last_opened_at` integer,
	`opened_times` integer DEFAULT 0 NOT NULL,
	`done_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `setup_links_token_hash` ON `setup_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `setup_links_by_creation` ON `setup_links` (`tenant_id`,`created_at`,`id`);