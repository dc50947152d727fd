// Every bound that nobody should tune, unit last; limit-relations.ts asserts how they relate.

export const KIB = 1_024;
export const MIB = 1_024 * KIB;
export const GIB = 1_024 * MIB;
export const minute_ms = 60_000;
export const hour_ms = 60 * minute_ms;
export const day_ms = 24 * hour_ms;

export const id_max = Number.MAX_SAFE_INTEGER;

export const username_chars_min = 2;
export const username_chars_max = 32;
export const email_chars_max = 254;
/** An e-mail address, and what a keyboard put around it. */
export const login_name_chars_max = 320;
export const password_chars_min = 8;
export const password_chars_max = 128;
/** NFKC makes at most four units into one character, and a character is at most two units. */
export const password_units_max = 2_048;
export const avatar_url_chars_max = 2_048;
export const user_agent_chars_max = 256;

export const search_chars_max = 64;
export const search_results_max = 20;
export const request_message_chars_max = 200;

export const content_bytes_max = 64 * KIB;
/** A text with its events, and more. */
export const write_proof_bytes = 2 * content_bytes_max;
/** Texts are taken until they are so much beyond a person's quota; files are not. */
export const texts_over_quota_bytes = 256 * MIB;
export const client_id_chars_max = 64;
/** Of a sealed text: what its padded plaintext holds beside it is its JSON and an answer's ids. */
export const sealed_text_bytes_max = 44_900;
export const page_messages_default = 50;
export const page_messages_max = 100;
/** For who names the message that they are next to, as a device that keeps a whole conversation does. */
export const cursor_messages_max = 1_000;
/** So few that large ones don't matter. */
export const export_page_messages = 16;
export const edit_window_ms = day_ms;
export const emoji_bytes_max = 64;
export const reactions_per_person_max = 20;

export const json_body_bytes_max = 1 * MIB;
/** The runtime's: a connection on which nothing happens. */
export const connection_idle_s = 30;
/** Bodies that are no larger come in a packet or few: the runtime's clock is enough for them. */
export const quick_body_bytes_max = 16 * KIB;
/** A whole JSON body: at its largest 9 KB a second. */
export const json_body_ms_max = 120_000;
/** Objects and lists in one another, the outermost counted. */
export const json_depth_max = 64;
/** A longer field name can't be one of ours, and isn't repeated. */
export const field_name_chars_max = 64;
/** The most fields of an input that are named. */
export const findings_max = 64;
export const public_key_bytes_max = 16 * KIB;
export const opaque_vault_bytes_max = 64 * KIB;
/** Of a vault in the format that Chat8 knows (a JWE); other strings keep the smaller bound. */
export const vault_bytes_max = 256 * KIB;
export const vaults_kept_max = 20;
export const vault_age_ms = 30 * day_ms;
export const public_keys_asked_max = 100;

export const names_cached_max = 20_000;
export const rate_limit_entries_max = 20_000;
export const known_networks_per_user_max = 20;
export const known_network_age_ms = 90 * day_ms;
export const token_cache_entries_max = 20_000;
export const token_secret_bytes_min = 32;
export const ticket_ttl_s = 30;
export const tickets_max = 20_000;
export const session_idle_ms = 14 * day_ms;
export const session_absolute_ms = 90 * day_ms;
export const invite_uses_max = 100;
/** So long after the end of a link its two people may still prove their keys. */
export const link_proof_ms = 90 * day_ms;
export const invite_ttl_s = 7 * 24 * 3_600;
export const invite_ttl_s_max = 90 * 24 * 3_600;
export const account_deletion_batch_messages = 64;
/** In UTF-16 units: what is taken out of the search ends a batch, too. */
export const deletion_batch_units = 64 * KIB;
export const account_deletion_batch_events = 2_000;
export const lookalikes_filled_per_job = 1_000;
export const password_queue_max = 64;
export const queue_retry_after_s = 5;

/** Of one person: requests that run at once, and those that wait for them. */
export const concurrent_requests_max = 8;
/** Of those, answers that may be large: a page of texts takes three times its size until it is read. */
export const concurrent_pages_max = 2;
export const concurrent_transfers_max = 16;
/** Of everybody: each holds a connection and an open file. */
export const concurrent_transfers_of_all_max = 512;
/** How often it is checked whether files are sent, after two checks at once. */
export const sent_look_ms = 50;
export const concurrent_key_requests_max = 16;
export const queued_requests_max = 64;
export const queued_request_ms_max = 30_000;
/** So much of the body of a request that waits is taken before the runtime stops reading. */
export const waiting_body_bytes_max = 1 * MIB;
/** Of the bodies that wait: of one person, for each kind of request, and of everybody together. */
export const queued_bodies_bytes_max = 16 * MIB;
export const queued_bodies_of_all_bytes_max = 64 * MIB;
/** Whoever held the event loop so long with a request has a pause after it, so many times as long. */
export const heavy_request_ms_min = 3;
export const heavy_pause_factor = 3;
export const heavy_pause_ms_max = 500;
/** So many large bodies of one person, or of all strangers, wait until it is their turn to be parsed. */
export const waiting_turns_max = 16;
export const refused_pause_ms = 50;
/** After a large answer has started, so that others get the event loop. */
export const large_answer_pause_ms = 100;
/** In UTF-16 units; a larger answer is streamed, and keeps its slot until it is read. */
export const answer_whole_units_max = 256 * KIB;
/** Of large answers and uploads, between two garbage collections of what is young, and of everything. */
export const collect_young_every_bytes = 8 * MIB;
export const collect_all_every_bytes = 64 * MIB;
/** The rest that they left behind is collected once no more came for so long. */
export const collect_rest_after_ms = 100;
/** Between two slices of an answer: 32 MB a second, which leaves others the event loop. */
export const answer_slice_pause_ms = 2;
/** Of refused bodies, read so that their clients hear why: at once, and then a second. */
export const refused_bodies_burst_bytes = 256 * MIB;
export const refused_bodies_bytes_per_s = 32 * MIB;
/** Of a body that doesn't say its length. */
export const refused_body_assumed_bytes = 64 * MIB;
/** What a message or an event takes beside its text, about. */
export const entry_bytes = 256;
export const answer_slice_bytes = 64 * KIB;
/** A slice whose parts are slow to make is as long as it got by then. */
export const answer_slice_ms_max = 5;
export const answer_unread_ms = 30_000;

export const sockets_per_user_max = 10;
export const frame_bytes_max = 128 * KIB;
export const frame_payload_bytes_max = 1 * MIB;
export const frame_id_chars_max = 64;
export const frames_waiting_max = 256;
export const frames_waiting_units_max = 4 * MIB;
/** Of one person, by all sockets. */
export const frames_burst_max = 2_000;
export const frames_per_s = 300;
export const backpressure_bytes_max = 1 * MIB;
export const ping_every_ms = 30_000;
export const heartbeat_check_every_ms = 5_000;
export const unheard_absent_ms = 45_000;
export const unheard_close_ms = 90_000;
export const presence_grace_ms = 5_000;
export const presence_sweep_ms = 1_000;
export const socketless_presence_ms = 5 * minute_ms;

export const ledger_batch_jobs_max = 256;
export const ledger_queue_jobs_max = 8_192;
export const recent_events_max = 8_192;
export const event_heads_cached_max = 20_000;
/** Rows of recent events go that many at once, at least. */
export const removed_batches_min = 256;
export const event_age_ms = 30 * day_ms;
export const housekeeping_first_after_ms = 100;
export const housekeeping_every_ms = hour_ms;
export const prune_events_max = 1_000;
export const events_page_default = 100;
export const events_page_max = 1_000;
/** Of texts: a page by a cursor ends with the message or the event that goes beyond. */
export const page_bytes_max = 4 * MIB;
export const replay_buffered_bytes_max = 256 * KIB;
export const replay_chunk_events = 64;
/** In UTF-16 units, of frames that are sent in one turn of the event loop. */
export const replay_turn_units = 128 * KIB;
export const search_index_batch_messages = 128;
/** In UTF-16 units: a batch ends with the message that goes beyond. */
export const search_index_batch_units = 64 * KIB;
export const wal_scrub_within_ms = 10_000;
export const wal_scrub_delay_ms = 2_000;
/** Spaces count for nothing: no address carries more. */
export const search_query_chars_max = 16 * KIB;
export const search_terms_max = 8;
export const search_term_chars_max = 32;
/** Of all terms, without what stands between them. */
export const search_terms_chars_max = 64;
export const search_page_messages = 50;
export const index_every_ms = 2_000;
export const index_batches_max = 20;
export const index_quiet_per_tick = 500;

/** Of the relay (RFC 8656, 18.6), unless another one is named. */
export const turn_port_default = 3_478;
/** The first answer after a start comes first. */
export const relay_first_after_ms = 100;
export const certificate_check_every_ms = 1_000;
export const plain_port_body_bytes_max = 64 * KIB;
export const acme_request_ms = 30_000;
export const acme_poll_first_ms = 500;
export const acme_poll_max_ms = 15_000;
export const acme_polls_max = 15;
/** Four times longer after each failure: Let's Encrypt takes five of them an hour. */
export const acme_retry_first_ms = 15_000;
export const acme_retry_max_ms = 6 * hour_ms;
/** How long commands and a start wait for a data directory that others have, and look again. */
export const in_use_patience_ms = 15_000;
export const in_use_look_every_ms = 100;

export const backup_check_every_ms = 30_000;
export const backup_nice = 19;
export const backup_retry_after_ms = 15 * minute_ms;
export const check_after_ms = 1_000;
export const free_space_check_every_ms = 5_000;
export const free_space_low_factor = 4;
export const usage_fresh_ms = 60_000;
export const yield_pages_per_turn = 64;
export const yield_pages_min = 2_560;
export const latency_bounds_s = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
];
/** How long a query waits for another process that holds the database. */
export const busy_timeout_ms = 5_000;
/** How often a first read is tried while others repair the database's log. */
export const first_reads_max = 3;
/** Of SQLite's 4 KiB: the log is moved into the database by a thread once it has so many. */
export const checkpoint_every_pages = 2_048;
export const checkpoint_looks_every_commits = 8;
export const close_patience_ms = 1_000;
export const archive_chunk_bytes = 256 * KIB;
export const archive_sync_every_bytes = 2 * MIB;
export const scratch_forgotten_ms = hour_ms;

/** Of the descriptors of the process: kept for files and for what the server itself connects to. */
export const descriptors_reserved_max = 1_024;
/** Where there are few, of all. */
export const descriptors_reserved_part = 1 / 4;
/** How often is looked whether the others are taken. */
export const descriptors_look_every_ms = 250;
/** So many that find no room, and what is idle is closed whosever it is: those that say nothing go first. */
export const descriptors_looks_before_idle = 12;
/** So long nobody had to be closed, and it is said that there is room again. */
export const descriptors_calm_ms = 60_000;
/** While an answer goes out: less than `connection_idle_s`, after which it would be cut. */
export const opened_file_patience_ms = 20_000;
export const opened_file_look_every_ms = 250;
/** Fewer are told by the doctor. */
export const descriptors_advised_min = 4_096;

export const log_string_chars_max = 4_096;
export const log_entries_max = 64;
export const log_depth_max = 5;

export const stop_within_ms = 5_000;
