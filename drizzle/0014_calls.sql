CREATE TABLE `calls` (
	`id` text PRIMARY KEY NOT NULL,
	`caller_id` integer NOT NULL,
	`callee_id` integer NOT NULL,
	`kind` text NOT NULL,
	`caller_session_id` integer NOT NULL,
	`callee_session_id` integer,
	`created_at` integer NOT NULL,
	`accepted_at` integer,
	`noted_at` integer,
	`ended_at` integer,
	`outcome` text,
	`duration_s` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `calls_live_caller` ON `calls` (`caller_id`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX `calls_live_callee` ON `calls` (`callee_id`) WHERE ended_at IS NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `call_id` text;