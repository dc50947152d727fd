// The thread of the relay: its sockets, and what the main thread tells it.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages';

const tell = (message: FromWorker) => parentPort?.postMessage(message);

const { port } = workerData as WorkerStart;
tell({ type: 'started', port, has_second_port: false, handover_port: 0 });

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'stop') tell({ type: 'stopped' });
});
