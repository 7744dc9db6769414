ALTER TABLE `application_grants` ADD `revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `application_grants_by_revision` ON `application_grants` (`application_id`,`revision`);--> statement-breakpoint
ALTER TABLE `applications` ADD `return_urls` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `previous_secret_hash` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `previous_secret_until` integer;--> statement-breakpoint
ALTER TABLE `applications` ADD `changes` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `published` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `tenants` ADD `landing` text;