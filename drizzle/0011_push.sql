CREATE TABLE `dead_endpoints` (
	`hash` blob PRIMARY KEY NOT NULL,
	`died_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `dead_endpoints_at` ON `dead_endpoints` (`died_at`);--> statement-breakpoint
CREATE TABLE `push_marks` (
	`subscription_id` integer NOT NULL,
	`friend_id` integer NOT NULL,
	`message_id` integer NOT NULL,
	PRIMARY KEY(`subscription_id`, `friend_id`),
	FOREIGN KEY (`subscription_id`) REFERENCES `push_subscriptions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `push_settings` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`dnd_until` integer,
	`calls_only` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `push_subscriptions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`session_id` integer NOT NULL,
	`endpoint` text NOT NULL,
	`service` text NOT NULL,
	`p256dh` blob NOT NULL,
	`auth` blob NOT NULL,
	`origin` text NOT NULL,
	`show` text NOT NULL,
	`quiet_from` text,
	`quiet_to` text,
	`quiet_zone` text,
	`lang` text NOT NULL,
	`generation` integer DEFAULT 0 NOT NULL,
	`state` text DEFAULT 'good' NOT NULL,
	`why` text,
	`state_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	`shown_at` integer,
	`waiting` integer DEFAULT 0 NOT NULL,
	`waiting_since` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_subscriptions_endpoint_unique` ON `push_subscriptions` (`endpoint`);--> statement-breakpoint
CREATE INDEX `push_subscriptions_user` ON `push_subscriptions` (`user_id`);--> statement-breakpoint
CREATE INDEX `push_subscriptions_session` ON `push_subscriptions` (`session_id`);--> statement-breakpoint
ALTER TABLE `contacts` ADD `muted_until` integer;