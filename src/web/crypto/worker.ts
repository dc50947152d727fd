// The worker runs one engine, which is called by messages `{id, method, args}`.
import { createEngine } from './engine';
import { CryptoFault } from './fault';

const engine = createEngine() as Record<string, (...args: unknown[]) => Promise<unknown>>;

self.onmessage = async ({ data }: MessageEvent) => {
  const { id, method, args } = data as { id: number; method: string; args: unknown[] };
  try {
    const run = engine[method];
    if (run === undefined) throw new Error(method);
    self.postMessage({ id, value: await run(...args) });
  } catch (error) {
    const fault = error instanceof CryptoFault ? error : { reason: 'failed', key_id: null };
    self.postMessage({ id, fault: { reason: fault.reason, key_id: fault.key_id } });
  }
};
