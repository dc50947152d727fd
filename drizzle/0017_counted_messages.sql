DROP TRIGGER storage_message_added;
