ALTER TABLE `external_idps` ADD `removed_certificates` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `external_idps` ADD `pending_change` text;--> statement-breakpoint
ALTER TABLE `external_idps` ADD `refresh_failure` text;--> statement-breakpoint
ALTER TABLE `external_idps` ADD `next_refresh_at` integer;--> statement-breakpoint
ALTER TABLE `external_idps` ADD `next_notice_at` integer;--> statement-breakpoint
CREATE INDEX `external_idps_by_refresh` ON `external_idps` (`next_refresh_at`);--> statement-breakpoint
CREATE INDEX `external_idps_by_notice` ON `external_idps` (`next_notice_at`);--> statement-breakpoint
ALTER TABLE `sso_keys` ADD `further_certificates` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `sso_keys` ADD `next_notice_at` integer;--> statement-breakpoint
CREATE INDEX `sso_keys_by_notice` ON `sso_keys` (`next_notice_at`);--> statement-breakpoint
UPDATE `external_idps` SET `next_notice_at` = 0, `next_refresh_at` = CASE json_extract(`source`, '$.kind') WHEN 'metadata_url' THEN 0 END;--> statement-breakpoint
UPDATE `sso_keys` SET `next_notice_at` = 0;
