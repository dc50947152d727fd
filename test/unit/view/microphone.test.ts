// The microphone opens for whoever waits for it, and for nobody else.
import { expect, test } from 'bun:test';
import { createMicrophone } from '../../../src/web/view/composer/recorder';

/** A browser that asks first; `allow` is the press on its question. */
const asking = () => {
  const asked: ((stream: MediaStream) => void)[] = [];
  let stopped = 0;
  const stop = () => {
    stopped += 1;
  };
  const stream = { getTracks: () => [{ stop }] };
  return {
    asked,
    stopped: () => stopped,
    ask: () => new Promise<MediaStream>((resolve) => asked.push(resolve)),
    allow: () => asked.at(-1)?.(stream as never),
  };
};

test('a microphone that is allowed after its conversation was left is let go at once', async () => {
  const { ask, allow, stopped } = asking();
  const microphone = createMicrophone(() => true, ask);
  const opening = microphone.open();
  microphone.leave();
  allow();
  expect([await opening, stopped()]).toEqual([null, 1]);
});

test('a microphone that is allowed once somebody writes instead is let go; the next press opens it', async () => {
  const { ask, allow, stopped } = asking();
  let text = '';
  const microphone = createMicrophone(() => text === '', ask);
  const opening = microphone.open();
  text = 'I write it';
  allow();
  expect([await opening, stopped()]).toEqual([null, 1]);
  text = '';
  const again = microphone.open();
  allow();
  expect([(await again) === null, stopped()]).toEqual([false, 1]);
});

test('two presses open it once, and a press after a no asks again', async () => {
  const { ask, allow, asked, stopped } = asking();
  const microphone = createMicrophone(() => true, ask);
  const [one, two] = [microphone.open(), microphone.open()];
  allow();
  expect([(await one) === null, await two, asked.length, stopped()]).toEqual([false, null, 1, 0]);
  const refusing = createMicrophone(
    () => true,
    () => Promise.reject(new DOMException('', 'NotAllowedError')),
  );
  for (const _ of [1, 2]) await expect(refusing.open()).rejects.toThrow(DOMException);
});
