CREATE TABLE `event_batches` (
	`id` integer PRIMARY KEY NOT NULL,
	`events` text NOT NULL
);
--> statement-breakpoint
INSERT OR IGNORE INTO `events`("user_id", "seq", "type", "subject_id", "detail", "created_at") SELECT "user_id", "seq", "type", "subject_id", "detail", "created_at" FROM `recent_events`;--> statement-breakpoint
DROP TABLE `recent_events`;
