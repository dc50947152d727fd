CREATE TABLE `storage` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`files` integer DEFAULT 0 NOT NULL,
	`messages` integer DEFAULT 0 NOT NULL,
	`keys` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `events_covering` ON `events` (`user_id`,`subject_id`,`type`) WHERE type IN ('message_edited', 'message_reaction');--> statement-breakpoint
CREATE INDEX `recent_events_covering` ON `recent_events` (`user_id`,`subject_id`,`type`) WHERE type IN ('message_edited', 'message_reaction');--> statement-breakpoint
INSERT INTO storage (user_id, files, messages, keys)
SELECT users.id,
	coalesce((SELECT sum(size) FROM files WHERE owner_id = users.id AND doomed_at IS NULL), 0),
	coalesce(sent.bytes, 0),
	coalesce((SELECT sum(length(CAST(public_key AS BLOB))) FROM public_keys WHERE user_id = users.id), 0)
		+ coalesce((SELECT sum(length(CAST(private_key_encrypted AS BLOB))) FROM vaults WHERE user_id = users.id), 0)
FROM users LEFT JOIN (
	SELECT sender_id, sum(length(CAST(content AS BLOB))) AS bytes FROM messages GROUP BY sender_id
) AS sent ON sent.sender_id = users.id;
--> statement-breakpoint
CREATE TRIGGER storage_user AFTER INSERT ON users BEGIN
	INSERT INTO storage (user_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER storage_message_added AFTER INSERT ON messages BEGIN
	UPDATE storage SET messages = messages + length(CAST(new.content AS BLOB)) WHERE user_id = new.sender_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_message_changed AFTER UPDATE OF content ON messages BEGIN
	UPDATE storage SET messages = messages + length(CAST(new.content AS BLOB)) - length(CAST(old.content AS BLOB)) WHERE user_id = new.sender_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_message_gone AFTER DELETE ON messages BEGIN
	UPDATE storage SET messages = messages - length(CAST(old.content AS BLOB)) WHERE user_id = old.sender_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_file_added AFTER INSERT ON files WHEN new.doomed_at IS NULL BEGIN
	UPDATE storage SET files = files + new.size WHERE user_id = new.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_file_deleted AFTER UPDATE OF doomed_at ON files WHEN old.doomed_at IS NULL AND new.doomed_at IS NOT NULL BEGIN
	UPDATE storage SET files = files - old.size WHERE user_id = old.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_file_gone AFTER DELETE ON files WHEN old.doomed_at IS NULL BEGIN
	UPDATE storage SET files = files - old.size WHERE user_id = old.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_key_added AFTER INSERT ON public_keys BEGIN
	UPDATE storage SET keys = keys + length(CAST(new.public_key AS BLOB)) WHERE user_id = new.user_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_key_gone AFTER DELETE ON public_keys BEGIN
	UPDATE storage SET keys = keys - length(CAST(old.public_key AS BLOB)) WHERE user_id = old.user_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_vault_added AFTER INSERT ON vaults BEGIN
	UPDATE storage SET keys = keys + length(CAST(new.private_key_encrypted AS BLOB)) WHERE user_id = new.user_id;
END;
--> statement-breakpoint
CREATE TRIGGER storage_vault_gone AFTER DELETE ON vaults BEGIN
	UPDATE storage SET keys = keys - length(CAST(old.private_key_encrypted AS BLOB)) WHERE user_id = old.user_id;
END;
