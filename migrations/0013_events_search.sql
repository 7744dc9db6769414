CREATE INDEX `tenants_by_name` ON `tenants` (`name`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_type` ON `events` (`tenant_id`,`type`,`seq`) WHERE type <> 'login.admitted';--> statement-breakpoint
CREATE INDEX `events_by_code` ON `events` (`tenant_id`,`code`,`seq`) WHERE code IS NOT NULL;