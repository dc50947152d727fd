// Bounds of whole conversations and of many messages at once, unit last.

/** Of one request. */
export const messages_deleted_max = 100;
/** Hidden in one transaction when a conversation is cleared. */
export const cleared_batch_messages = 1_000;
/** In one event that tells of a reading. */
export const read_ids_max = 500;
/** Deleted in one transaction because of their age. */
export const expire_messages_per_job = 64;
