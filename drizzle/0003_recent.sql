CREATE TABLE `recent_events` (
	`user_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`subject_id` integer DEFAULT 0 NOT NULL,
	`detail` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `seq`)
) WITHOUT ROWID;
