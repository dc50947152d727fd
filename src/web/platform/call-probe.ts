// One end of a connection for measuring (W3C WebRTC): it carries a data channel, and answers each message
// of the other end with the same one.

import type { Route } from '../model/calls/platform';
import type { Probe, ProbeEvents } from '../model/doctor/platform';
import { openPeerConnection, urlOf } from './call-connection';

const CHANNEL = { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 } as const;
/** A slow device, or a way by satellite, takes a second. */
const lost_after_ms = 3_000;

/** `ask 7` is answered by `told 7`. */
const createEcho = (channel: RTCDataChannel) => {
  const waiting = new Map<string, () => void>();
  let count = 0;
  channel.onmessage = ({ data }) => {
    const [word, number = ''] = String(data).slice(0, 32).split(' ');
    if (word === 'ask') channel.send(`told ${number}`);
    else waiting.get(number)?.();
  };
  const once = async (): Promise<number | null> => {
    count += 1;
    const number = String(count);
    const began_at = performance.now();
    const { promise, resolve } = Promise.withResolvers<number | null>();
    const timer = setTimeout(() => resolve(null), lost_after_ms);
    waiting.set(number, () => resolve(performance.now() - began_at));
    channel.send(`ask ${number}`);
    const round_trip_ms = await promise;
    clearTimeout(timer);
    waiting.delete(number);
    return round_trip_ms;
  };
  /** One message may be lost on the way. */
  return async (): Promise<number> => {
    const round_trip_ms = (await once()) ?? (await once());
    if (round_trip_ms === null) throw new Error('nothing came back');
    return round_trip_ms;
  };
};

export const openProbe = (route: Route, events: ProbeEvents): Probe => {
  const connection = openPeerConnection(route);
  const channel = connection.createDataChannel('probe', CHANNEL);
  channel.onopen = events.opened;
  connection.onicecandidate = ({ candidate }) => {
    if (candidate === null) events.gathered();
    else if (candidate.candidate) events.candidate(candidate.toJSON(), urlOf(candidate));
  };
  connection.onicecandidateerror = ({ url, errorCode }) => events.refused(url, errorCode);
  return {
    async describe() {
      await connection.setLocalDescription();
      const { type, sdp } = connection.localDescription ?? { type: 'offer', sdp: '' };
      return { type: type === 'offer' ? 'offer' : 'answer', sdp };
    },
    accept: (description) => connection.setRemoteDescription(description),
    addCandidate: (candidate) => connection.addIceCandidate(candidate),
    roundTrip: createEcho(channel),
    close: () => connection.close(),
  };
};
