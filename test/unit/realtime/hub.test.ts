// Who gets what is published, also while a new certificate has opened a second listener.
import { expect, test } from 'bun:test';
import type { Device } from '../../../src/realtime/device';
import { createDevice } from '../../../src/realtime/device';
import { createHub } from '../../../src/realtime/hub';

/** A listener: what is published there reaches its own sockets alone. */
const listener = () => {
  const subscribed = new Set<Device>();
  const tell = (text: string, but?: Device) => {
    for (const device of subscribed) if (device !== but) device.socket?.send(text);
  };
  const connect = (name: string, heard: string[]): Device => {
    const opening = {
      user_id: 1,
      session_id: 1,
      language: 'zh',
      since: null,
      epoch: null,
    } as const;
    const device = createDevice(opening, 0);
    device.socket = {
      send: (text: string) => heard.push(`${name} ${JSON.parse(text).seq}`),
      subscribe: () => subscribed.add(device),
      publish: (_topic: string, text: string) => tell(text, device),
    } as unknown as NonNullable<Device['socket']>;
    return device;
  };
  const publish = (_topic: string, text: string) => {
    tell(text);
    return text.length;
  };
  return { connect, server: { publish } as Parameters<ReturnType<typeof createHub>['attach']>[0] };
};

test('what was sent by one device reaches the others on every listener, and not itself', () => {
  const hub = createHub();
  const [before, after] = [listener(), listener()];
  hub.attach(before.server);
  hub.attach(after.server);
  const heard: string[] = [];
  const phone = before.connect('phone', heard);
  const tablet = before.connect('tablet', heard);
  const laptop = after.connect('laptop', heard);
  const returning = after.connect('returning', heard);
  for (const device of [phone, tablet, laptop, returning]) hub.add(device);
  for (const device of [phone, tablet, laptop]) hub.subscribe(device);
  const sent = { to: 1, type: 'message_sent', data: {}, durable: true, at: 0 };
  hub.publish({ ...sent, seq: 7, origin: phone });
  // Whoever still catches up finds it in the log.
  expect(heard.sort()).toEqual(['laptop 7', 'tablet 7']);
  heard.length = 0;
  hub.publish({ ...sent, seq: 8 });
  expect(heard.sort()).toEqual(['laptop 8', 'phone 8', 'tablet 8']);
});
