CREATE TABLE `homes` (
	`user_id` integer NOT NULL,
	`place` blob NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `place`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `homes_used` ON `homes` (`used_at`);