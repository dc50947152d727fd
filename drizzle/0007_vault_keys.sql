CREATE TABLE `vault_keys` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`hash` blob NOT NULL,
	`refused_at` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
