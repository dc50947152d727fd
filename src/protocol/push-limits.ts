// The bounds of push notifications, unit last.
import { day_ms, hour_ms, minute_ms } from './limits';

export const push_endpoint_chars_max = 2_048;
export const push_origin_chars_max = 255;
export const push_subscriptions_max = 10;
export const push_receipt_bytes_max = 512;
export const push_payload_bytes = 1_024;
export const push_payload_text_bytes = 2_048;
export const push_preview_chars_max = 200;
export const push_auth_bytes = 16;
/** A page says this often that it can be seen, and is believed for so long. */
export const visible_every_ms = 20_000;
export const visible_said_ms = 25_000;
/** How long a device that shows the page, or another one of the person, is waited for. */
export const push_own_page_ms = 3_000;
export const push_other_page_ms = 8_000;
/** To a device about a conversation: one, then one in this time. */
export const push_every_ms = 10_000;
export const push_after_start_ms = 3_000;
export const push_before_start_ms = 10 * minute_ms;
export const push_before_start_max = 10_000;
export const push_tick_ms = 200;
export const push_calls_known_max = 1_000;
export const push_confirmed_known_max = 20_000;
export const push_ttl_message_s = 604_800;
export const push_ttl_over_s = 300;
export const push_ttl_test_s = 60;
export const push_jobs_max = 20_000;
export const push_calls_of_service_max = 8;
export const push_calls_max = 64;
export const push_sealed_per_turn = 2;
export const push_answer_bytes_max = 1_024;
export const push_call_ms = 8_000;
export const push_again_ms = [2_000, 8_000, 30_000, 120_000];
export const push_failures_max = 20;
export const push_failures_pause_ms = 5 * minute_ms;
export const push_pause_ms = 60_000;
/** However soon a service says: one that goes on refusing would be called without a pause. */
export const push_pause_ms_min = 2_000;
export const push_pause_ms_max = hour_ms;
export const push_passed_ms = day_ms;
export const push_renew_ms = 7 * day_ms;
export const push_quiet_ms = 2 * day_ms;
export const push_quiet_min = 3;
export const push_gone_ms = 30 * day_ms;
export const push_cached_people_max = 20_000;
export const push_zones_known_max = 1_000;
/** RFC 8292 allows 24 hours; signed again long before the end. */
export const vapid_ttl_ms = 12 * hour_ms;
export const vapid_again_ms = hour_ms;
export const vapid_origins_max = 1_000;
export const push_services_known_max = 1_000;
