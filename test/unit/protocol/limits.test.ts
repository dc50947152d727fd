// Bounds that clients are built on: whoever changes one of these changes what they were promised. Tests of
// what happens at a bound take it from the program, so its number is held here.
import { expect, test } from 'bun:test';
import { signal_bytes_max } from '../../../src/protocol/call-limits';
import {
  concurrent_requests_max,
  concurrent_transfers_max,
  content_bytes_max,
  opaque_vault_bytes_max,
  queued_request_ms_max,
  queued_requests_max,
  texts_over_quota_bytes,
  wal_scrub_within_ms,
} from '../../../src/protocol/limits';
import { push_gone_ms, push_quiet_ms, visible_said_ms } from '../../../src/protocol/push-limits';
import { partial_upload_age_ms, upload_part_bytes_max } from '../../../src/protocol/upload-limits';

test('the bounds that clients know are the ones that they were told', () => {
  // Texts, keys and files.
  expect(content_bytes_max).toBe(65_536);
  expect(opaque_vault_bytes_max).toBe(65_536);
  expect(texts_over_quota_bytes).toBe(268_435_456);
  expect(upload_part_bytes_max).toBe(8_388_608);
  expect(partial_upload_age_ms).toBe(86_400_000);
  // A deleted text is in no file any more.
  expect(wal_scrub_within_ms).toBe(10_000);
  // One person's requests: at work, waiting, and for how long; files and uploads.
  expect(concurrent_requests_max).toBe(8);
  expect(queued_requests_max).toBe(64);
  expect(queued_request_ms_max).toBe(30_000);
  expect(concurrent_transfers_max).toBe(16);
  // A signal of a call; and of push: how long a page that can be seen is believed, when a device that
  // confirms nothing is quiet, and how long a dead endpoint is known.
  expect(signal_bytes_max).toBe(65_536);
  expect(visible_said_ms).toBe(25_000);
  expect(push_quiet_ms).toBe(172_800_000);
  expect(push_gone_ms).toBe(2_592_000_000);
});
