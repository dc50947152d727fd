// What the bounds demand of each other, asserted when a server is made. Apart from the bounds, so
// that the web client takes only those that it names.
import { signal_bytes_max } from './call-limits';
import { padded_bytes_max } from './envelope';
import {
  backpressure_bytes_max,
  close_patience_ms,
  connection_idle_s,
  content_bytes_max,
  frame_bytes_max,
  json_body_bytes_max,
  ledger_batch_jobs_max,
  ledger_queue_jobs_max,
  opened_file_patience_ms,
  ping_every_ms,
  presence_grace_ms,
  public_key_bytes_max,
  sealed_text_bytes_max,
  session_absolute_ms,
  session_idle_ms,
  stop_within_ms,
  unheard_absent_ms,
  unheard_close_ms,
  vault_bytes_max,
  wal_scrub_delay_ms,
  wal_scrub_within_ms,
} from './limits';

const holds = (relation: boolean, what: string) => {
  if (!relation) throw new Error(`limits contradict each other: ${what}`);
};
holds(content_bytes_max < frame_bytes_max, 'a message must fit into a frame');
holds(content_bytes_max < json_body_bytes_max, 'a message must fit into a body');
holds(frame_bytes_max < backpressure_bytes_max, 'a frame must fit into the send buffer');
holds(signal_bytes_max < frame_bytes_max, 'a signal must fit into a frame');
holds(ping_every_ms < unheard_absent_ms, 'a ping must be answerable before absence');
holds(unheard_absent_ms + presence_grace_ms < 60_000, 'presence must be true within a minute');
holds(unheard_absent_ms < unheard_close_ms, 'absence comes before the close');
holds(public_key_bytes_max + vault_bytes_max < json_body_bytes_max, 'keys must fit into a body');
holds(close_patience_ms < stop_within_ms, 'a reader must not keep the server from stopping');
holds(opened_file_patience_ms < connection_idle_s * 1_000, 'an answer must outlast its wait');
holds(session_idle_ms < session_absolute_ms, 'a session idles out before it ends');
holds(ledger_batch_jobs_max <= ledger_queue_jobs_max, 'a batch must fit into the queue');
holds(2 * wal_scrub_delay_ms < wal_scrub_within_ms, 'what is erased has time for a second try');
holds(sealed_text_bytes_max < padded_bytes_max, 'a sealed text must fit into its padding');
