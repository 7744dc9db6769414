ALTER TABLE `tenants` ADD `home` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_home` ON `tenants` (`home`) WHERE "tenants"."home" = 1;