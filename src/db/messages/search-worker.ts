// The thread that searches, with a connection of its own that only reads: a word that stands in a
// million messages takes a while, and nobody else waits for it.
import { parentPort } from 'node:worker_threads';
import { connect } from '../file/connect';
import { createSearchQuery, type Sought } from './search-query';

export interface Order extends Sought {
  order: number;
  path: string;
}

export interface Found {
  order: number;
  ids?: number[];
  fault?: string;
}

let search: ReturnType<typeof createSearchQuery> | undefined;

parentPort?.on('message', (data: Order) => {
  const { order, path } = data;
  let found: Found;
  try {
    search ??= createSearchQuery(connect(path, { readonly: true }));
    found = { order, ids: search(data) };
  } catch (error) {
    found = { order, fault: String(error) };
  }
  parentPort?.postMessage(found);
});
