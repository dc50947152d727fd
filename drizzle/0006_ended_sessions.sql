CREATE TABLE `ended_sessions` (
	`session_id` integer PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`hashes` text NOT NULL,
	`ended_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ended_sessions_at` ON `ended_sessions` (`ended_at`);