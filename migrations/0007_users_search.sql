DROP INDEX `users_by_email`;--> statement-breakpoint
ALTER TABLE `users` ADD `given_roles` text;--> statement-breakpoint
ALTER TABLE `users` ADD `email_key` text;--> statement-breakpoint
CREATE INDEX `users_by_email_key` ON `users` (`tenant_id`,`email_key`);--> statement-breakpoint
CREATE INDEX `users_by_user_id` ON `users` (`tenant_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `users_by_creation` ON `users` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `users_by_status` ON `users` (`tenant_id`,`status`,`created_at`,`id`);--> statement-breakpoint
UPDATE `users` SET `email_key` = lower(`email`);
