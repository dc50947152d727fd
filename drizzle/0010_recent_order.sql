INSERT INTO `events`("user_id", "seq", "type", "subject_id", "detail", "created_at") SELECT "user_id", "seq", "type", "subject_id", "detail", "created_at" FROM `recent_events`;--> statement-breakpoint
DROP TABLE `recent_events`;--> statement-breakpoint
CREATE TABLE `recent_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`subject_id` integer DEFAULT 0 NOT NULL,
	`detail` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `recent_events_covering` ON `recent_events` (`user_id`,`subject_id`,`type`) WHERE type IN ('message_edited', 'message_reaction');
