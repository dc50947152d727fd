// The thread of the relay: its sockets, and what the main thread tells it.
import { parentPort, workerData } from 'node:worker_threads';
import { PortError } from '../platform/port';
import { listenRelay } from './sockets/listen';
import type { LivingCall } from './turn/living-calls';
import { createServer, type Server } from './turn/server';
import type { FromWorker, RelayCall, ToWorker, WorkerStart } from './worker-messages';

const tell = (message: FromWorker) => parentPort?.postMessage(message);
const now = () => performance.now();

/** By the clock of the relay, which nobody sets. */
const living = ({ call_id, member_ids, until }: RelayCall): LivingCall => ({
  call_id,
  member_ids,
  until: until === undefined ? Number.POSITIVE_INFINITY : until - Date.now() + now(),
});

const hear = (message: ToWorker, server: Server, stop: () => void): void => {
  switch (message.type) {
    case 'begin_call':
      server.calls.begin(living(message.call));
      break;
    case 'end_call':
      server.calls.end(message.call_id);
      break;
    case 'end_allocations':
      server.endAllocations(message.user_id, message.call_id);
      break;
    case 'told_call':
      server.calls.told(message.call_id, message.call && living(message.call));
      break;
    case 'ask_stats':
      tell({ type: 'stats', order: message.order, stats: server.stats });
      break;
    case 'throw':
      setTimeout(() => {
        throw new Error('the relay was told to fail');
      });
      break;
    case 'stop':
      stop();
      tell({ type: 'stopped' });
  }
};

const run = async ({ handover_key, ...start }: WorkerStart) => {
  const askCall = (call_id: string) => tell({ type: 'ask_call', call_id });
  const server = createServer({ ...start, now, askCall });
  const key = Buffer.from(handover_key, 'hex');
  const listening = await listenRelay({ ...start, server, handover_key: key, now });
  parentPort?.on('message', (message: ToWorker) => hear(message, server, listening.stop));
  const { port, has_second_port, handover_port } = listening;
  tell({ type: 'started', port, has_second_port, handover_port });
};

run(workerData as WorkerStart).catch((error: Error) => {
  // What the operator can do something about has words; all else is a fault, and ends the thread.
  if (!(error instanceof PortError)) throw error;
  tell({ type: 'refused', message: error.message });
});
