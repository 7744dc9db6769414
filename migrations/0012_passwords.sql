ALTER TABLE `users` ADD `has_password` integer;--> statement-breakpoint
CREATE INDEX `users_with_password` ON `users` (`email_key`) WHERE has_password = 1;