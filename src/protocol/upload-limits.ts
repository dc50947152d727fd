// The bounds of uploads, unit last.
import { day_ms, KIB, MIB } from './limits';

/** So much of an upload is synced at a time: the sync of a message would else wait for all of it. */
export const upload_sync_every_bytes = 4 * MIB;
/** Of one person, by all uploads at once: what a line of a gigabit brings. Without it the others wait. */
export const upload_bytes_per_s = 128 * MIB;
/** So much comes at once after a rest. */
export const upload_burst_bytes = 16 * MIB;
/** Of an upload nothing comes. */
export const upload_idle_ms = 30_000;
/** A piece of an upload: smaller ones are left to the garbage collection. */
export const given_back_bytes_min = 16 * KIB;
export const avatar_bytes_max = 5 * MIB;
export const multipart_overhead_bytes_max = 64 * KIB;
export const avatar_side_px_max = 512;
export const avatar_pixels_max = 120_000_000;
export const avatar_decode_bytes_max = 128 * MIB;
/** Of an upload in parts: one part, and how many uploads one person may have begun. */
export const upload_part_bytes_max = 8 * MIB;
export const partial_uploads_max = 64;
/** So long after the last part of an upload came, its bytes are removed. */
export const partial_upload_age_ms = day_ms;
/** Of the name as it was given, in code points. */
export const given_name_chars_max = 1_024;
export const form_field_bytes_max = 1 * KIB;
export const form_parts_max = 32;
export const form_header_bytes_max = 8 * KIB;
export const form_boundary_chars_max = 250;
export const form_padding_bytes_max = 256;
export const file_head_bytes = 4_100;
export const file_name_bytes_max = 255;
export const upload_unnamed_age_ms = 7 * day_ms;
export const avatar_queue_max = 64;
export const free_space_step_bytes = 4 * MIB;
