// Bounds of whole conversations and of many messages at once, unit last.

/** Of one request. */
export const messages_deleted_max = 100;
/** Hidden in one transaction when a conversation is cleared. */
export const cleared_batch_messages = 1_000;
/** In one event that tells of a reading. */
export const read_ids_max = 500;
/** Deleted in one transaction because of their age. */
export const expire_messages_per_job = 64;
/** After how long a message may disappear. */
export const expires_in_s_min = 60;
export const expires_in_s_max = 31_536_000;
/** How often is looked for messages that have expired, and how many go in one transaction. */
export const expiry_every_ms = 1_000;
export const expired_per_job = 256;
