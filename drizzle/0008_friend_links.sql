CREATE TABLE `friend_links` (
	`inviter_id` integer NOT NULL,
	`guest_id` integer NOT NULL,
	`code` text NOT NULL,
	`until` integer NOT NULL,
	`inviter_key_id` text,
	`inviter_proof` text,
	`guest_key_id` text,
	`guest_proof` text,
	PRIMARY KEY(`inviter_id`, `guest_id`),
	FOREIGN KEY (`inviter_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`guest_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `friend_links_guest` ON `friend_links` (`guest_id`);--> statement-breakpoint
CREATE INDEX `friend_links_until` ON `friend_links` (`until`);