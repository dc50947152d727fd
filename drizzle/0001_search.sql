-- Holds no text, only where which word is; 'secure-delete' takes a deleted word off the pages.
CREATE VIRTUAL TABLE `message_words` USING fts5(scope, words, content='', tokenize='unicode61 remove_diacritics 2');--> statement-breakpoint
INSERT INTO `message_words`(`message_words`, `rank`) VALUES ('secure-delete', 1);
