// In development: the client is bundled again when one of its sources changes.
import { watch } from 'node:fs';
import type { Asset } from './bundle';
import { loadClient, WEB } from './bundle';

export interface Change {
  /** `style`: only the stylesheet is another one. */
  kind: 'page' | 'style' | 'fault';
  data: string;
}

type Listener = (change: Change) => void;

const pause_ms = 60;

const stylesheet = (assets: Asset[]) =>
  assets.find(({ name }) => name.endsWith('.css'))?.name ?? '';
const rest = (assets: Asset[]) =>
  assets
    .map(({ name }) => name)
    .filter((name) => !name.endsWith('.css'))
    .sort()
    .join();

export const watchClient = () => {
  const listeners = new Set<Listener>();
  let assets = loadClient();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const notify: Listener = (change) => {
    for (const listener of listeners) listener(change);
  };
  const bundle = async () => {
    try {
      const [before, after] = [await assets.catch(() => []), await loadClient()];
      assets = Promise.resolve(after);
      const isStyle = rest(before) === rest(after);
      notify(isStyle ? { kind: 'style', data: stylesheet(after) } : { kind: 'page', data: '' });
    } catch (error) {
      // A half-typed source: the last good bundle stays.
      notify({ kind: 'fault', data: String(error) });
    }
  };
  watch(WEB, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(bundle, pause_ms);
  }).unref();
  return {
    load: () => assets,
    listen(listener: Listener): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

export type ClientWatch = ReturnType<typeof watchClient>;
