// The life of an accepted call: who is at the other end, the connection to that page, and what is done
// when it breaks. A page says hello when it takes the call; the caller then offers. Whatever is not for
// this page is for one that is gone, or repeated: nobody answers it.
import type { Api } from '../net/api';
import { ApiError } from '../net/api-error';
import type { Clock } from '../platform';
import { askIceServers } from './ice-servers';
import type { Link, Own, SessionEvents } from './link';
import { createLink } from './link';
import type { Roles } from './negotiation';
import type { CallPlatform, IceServer } from './platform';
import type { Addressed, Signals } from './signals';
import { SignalFault } from './signals';
import type { Speech } from './speech';
import { createQueue, createSpeech } from './speech';

interface Needs {
  api: Api;
  clock: Clock;
  platform: CallPlatform;
  signals: Signals;
  /** To the other device, by the server. */
  post(payload: unknown): void;
  /** A name for this page. */
  newPage(): string;
}

interface SessionAbout extends Roles {
  call_id: string;
  /** Asked for before, as soon as the call was known. */
  servers: Promise<IceServer[]>;
  isHidden: boolean;
}

/** What the other page says, and what is done about it. */
const createHearing = (
  { isCaller }: Roles,
  own: Own,
  speech: Speech,
  link: Link,
  events: SessionEvents,
) => {
  const connect = (): void => {
    link.connect();
    speech.say({ type: 'sending', sending: own.sending() });
  };
  const greeted = ({ from, to }: Addressed): void => {
    const isNew = from !== speech.theirs();
    speech.answer(from);
    if (to === null && !isCaller) speech.say({ type: 'hello' });
    if (isNew) connect();
  };
  return async (addressed: Addressed): Promise<void> => {
    const { signal, from } = addressed;
    if (signal.type === 'hello') return greeted(addressed);
    if (speech.theirs() === null) {
      speech.answer(from);
      connect();
    }
    if (signal.type === 'sending') return events.sending(signal.sending);
    if (signal.type === 'restart') return isCaller ? link.restart() : undefined;
    return link.heard(signal);
  };
};

const servers_within_ms = 1_000;

/** If they don't come soon: those of before, which are good for as long as a call may last. */
const soon = (
  clock: Clock,
  api: Api,
  call_id: string,
  before: IceServer[],
): Promise<IceServer[]> => {
  const { promise: late, resolve } = Promise.withResolvers<IceServer[]>();
  const cancel = clock.after(servers_within_ms, () => resolve(before));
  return Promise.race([askIceServers(api, call_id, before), late]).finally(cancel);
};

export const createSession = (
  needs: Needs,
  about: SessionAbout,
  own: Own,
  events: SessionEvents,
) => {
  const { api, clock, signals } = needs;
  const { call_id, isCaller } = about;
  const failedBy = (error: unknown): void => {
    if (error instanceof SignalFault) link.fail('untrusted');
    else if (error instanceof ApiError && /^KEY_/.test(error.code)) link.fail('keyChanged');
    else link.fail('broken');
  };
  const speech: Speech = createSpeech(needs, failedBy);
  const link = createLink(needs, about, own, speech, events);
  const heard = createHearing(about, own, speech, link, events);
  const inOrder = createQueue(failedBy);
  const tellSending = (): void => {
    if (speech.theirs() !== null) speech.say({ type: 'sending', sending: own.sending() });
  };

  /** What was said while nobody heard it may be lost. */
  const sayAgain = (): void => {
    if (link.isOver()) return;
    if (speech.theirs() === null && !isCaller) speech.say({ type: 'hello' }, null);
    else tellSending();
  };

  return {
    /** This page has the call: the other one is to know it. */
    start(isAgain: boolean): void {
      link.wait();
      inOrder(async () => link.use(await about.servers));
      if (!isCaller || isAgain) speech.say({ type: 'hello' }, null);
    },
    receive(payload: unknown): void {
      inOrder(async () => {
        if (link.isOver()) return;
        const addressed = await signals.open(payload);
        // Meanwhile the call may have ended.
        if (addressed && !link.isOver() && speech.isForMe(addressed)) await heard(addressed);
      });
    },
    /** Those by which it goes on at another socket; asked for while it comes back. */
    servers: (): Promise<IceServer[]> => soon(clock, api, call_id, link.servers()),
    /** This page goes on at another socket. Meanwhile it hears what the other one says. */
    rejoined(servers: Promise<IceServer[]>): void {
      sayAgain();
      void servers.then((next) => {
        link.use(next);
        if (isCaller && !link.isOver()) link.restart();
      });
    },
    /** The other one does. */
    otherRejoined(): void {
      sayAgain();
      if (isCaller && !link.isOver()) link.restart();
    },
    /** The network of this device is another. */
    restart(): void {
      link.trace.moved();
      if (link.wasConnected()) link.restart();
    },
    whyApart: link.whyApart,
    trace: link.trace.read,
    send: link.send,
    tellSending,
    connection: link.connection,
    close: link.over,
  };
};

export type Session = ReturnType<typeof createSession>;
