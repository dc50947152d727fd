CREATE TABLE `partial_uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`session_id` integer NOT NULL,
	`receiver_id` integer NOT NULL,
	`name` text NOT NULL,
	`size` integer NOT NULL,
	`received` integer DEFAULT 0 NOT NULL,
	`active_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `partial_uploads_user` ON `partial_uploads` (`user_id`);--> statement-breakpoint
CREATE INDEX `partial_uploads_session` ON `partial_uploads` (`session_id`);