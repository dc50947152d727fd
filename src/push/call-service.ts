// One call to a push service. The address that was examined is the one that is called: the URL names
// it, `Host` and the certificate go by the name, so that no second look-up can lead elsewhere.

import { isIP } from 'node:net';
import { isPublic } from '../platform/address/public';
import { withBrackets, withoutBrackets } from '../platform/host';
import { push_answer_bytes_max, push_call_ms } from '../protocol/push-limits';
import type { Endpoint } from './endpoint';

/** What came of a call. */
export type Answer =
  | { status: number; headers: Headers; text: string }
  /** A good name led to an address that is none of the public ones. */
  | { fault: 'address' }
  | { fault: 'no_answer'; reason: string };

export interface Push {
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

/** All addresses of a name, in the order in which to try them. */
export type LookUp = (host: string) => Promise<string[]>;

export const lookUp: LookUp = async (host) => {
  // Loaded when first needed: it would be a tenth of the time of a start.
  const { lookup } = await import('node:dns/promises');
  const found = await lookup(host, { all: true, order: 'ipv4first' });
  return found.map(({ address }) => address);
};

/** Its content as far as `bytes_max`, and whether that was all. */
const readSome = async (answer: Response, bytes_max: number) => {
  const reader = answer.body?.getReader();
  if (reader === undefined) return { text: '', isDone: true };
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isDone = false;
  while (!isDone && size <= bytes_max) {
    const { done, value } = await reader.read();
    isDone = done;
    if (value !== undefined) {
      chunks.push(value.subarray(0, bytes_max));
      size += value.length;
    }
  }
  return { text: Buffer.concat(chunks).subarray(0, bytes_max).toString(), isDone };
};

/** The URL with an address in the place of its name, and what keeps it the name's. */
export const pinned = (url: URL, address: string) => {
  const at = new URL(url);
  at.hostname = withBrackets(address);
  return { at, host: url.host, tls: { serverName: url.hostname } };
};

/** Of a compressed answer a kilobyte may be a gigabyte: none is asked for, and none is unpacked. */
const UNPACKED = { 'accept-encoding': 'identity' };

/** @throws if nobody answers in time */
const ask = async (url: URL, push: Push, signal: AbortSignal, pin?: object): Promise<Answer> => {
  const enough = new AbortController();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...UNPACKED, ...push.headers },
    decompress: false,
    body: push.body,
    redirect: 'manual',
    signal: AbortSignal.any([signal, enough.signal]),
    ...pin,
  });
  const { status, headers, ok } = answer;
  const { text, isDone } = await readSome(answer, push_answer_bytes_max);
  // To cancel the reader would not do: the runtime goes on reading.
  if (!isDone) enough.abort();
  // An end that was announced comes.
  const hasEnd = isDone || !ok || headers.has('content-length');
  if (!hasEnd) return { fault: 'no_answer', reason: 'an answer without an end' };
  return { status, headers, text };
};

const reasonOf = (error: unknown): string => {
  const { name, code } = error as { name?: string; code?: unknown };
  return name === 'TimeoutError' ? 'no answer in time' : String(code ?? name ?? 'unknown');
};

const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** `attempt` from 0: another address of the name each time. Never throws. */
export const callService = async (
  { url, isBelieved }: Endpoint,
  push: Push,
  attempt: number,
  stopped: AbortSignal,
  look: LookUp = lookUp,
): Promise<Answer> => {
  const signal = AbortSignal.any([AbortSignal.timeout(push_call_ms), stopped]);
  try {
    if (isBelieved) return await ask(url, push, signal);
    const host = withoutBrackets(url.hostname);
    const found = isIP(host) === 0 ? await Promise.race([look(host), never(signal)]) : [host];
    if (!found.every(isPublic)) return { fault: 'address' };
    const address = found[attempt % found.length];
    if (address === undefined) return { fault: 'no_answer', reason: 'the name has no address' };
    const { at, host: name, tls } = pinned(url, address);
    const named = { ...push, headers: { ...push.headers, host: name } };
    return await ask(at, named, signal, { tls });
  } catch (error) {
    return { fault: 'no_answer', reason: reasonOf(error) };
  }
};
