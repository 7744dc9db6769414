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
CREATE UNIQUE INDEX `domains_claim` ON `domains` (`tenant_id`,`domain`);