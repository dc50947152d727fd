// Two people in two browsers who call each other: what is heard and seen of a call is counted by the
// browsers themselves (W3C WebRTC Statistics).
import type { Page } from 'playwright-core';
import { openBrowser } from '../browser';
import { arrive } from '../people/arrive';
import { befriend } from '../person';
import { openChat } from '../screen';
import { createPatience, page_look_ms_max } from '../timing';

interface Watched {
  connections: RTCPeerConnection[];
}

/** Every connection of the page can be asked; nothing of the client is changed. */
export const watchConnections = (page: Page) =>
  page.addInitScript(() => {
    const watched = window as unknown as Watched;
    watched.connections = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        watched.connections.push(this);
      }
    };
  });

export interface Received {
  /** Of the sound: the sum of its squared levels, by the length of what was played (s). */
  energy: number;
  heard_s: number;
  audio_bytes: number;
  video_bytes: number;
  frames: number;
}

/** What came in over the newest connection so far. */
export const received = (page: Page): Promise<Received> =>
  page.evaluate(async () => {
    const sum = { energy: 0, heard_s: 0, audio_bytes: 0, video_bytes: 0, frames: 0 };
    const newest = (window as unknown as Watched).connections.at(-1);
    for (const [, each] of (await newest?.getStats()) ?? []) {
      if (each.type !== 'inbound-rtp') continue;
      if (each.kind === 'audio') {
        sum.energy += each.totalAudioEnergy ?? 0;
        sum.heard_s += each.totalSamplesDuration ?? 0;
        sum.audio_bytes += each.bytesReceived ?? 0;
      } else {
        sum.video_bytes += each.bytesReceived ?? 0;
        sum.frames += each.framesDecoded ?? 0;
      }
    }
    return sum;
  });

export interface Way {
  /** Whether it goes from one to the other, without a relay. */
  isDirect: boolean;
  /** How this page speaks with its relay: udp, tcp or tls. */
  by: string | undefined;
}

/** The way that the newest connection has found. */
export const wayOf = (page: Page): Promise<Way> =>
  page.evaluate(async () => {
    const stats = await (window as unknown as Watched).connections.at(-1)?.getStats();
    const all = [...(stats?.values() ?? [])];
    const named = (id: string) => all.find((each) => each.id === id);
    const chosen = named(all.find(({ type }) => type === 'transport')?.selectedCandidatePairId);
    const local = named(chosen?.localCandidateId);
    const types = [local?.candidateType, named(chosen?.remoteCandidateId)?.candidateType];
    return { isDirect: !types.includes('relay'), by: local?.relayProtocol };
  });

/** How loud it is now: the mean square of the level for a second and a half. */
export const loudness = async (page: Page): Promise<number> => {
  const before = await received(page);
  await page.waitForTimeout(1_500);
  const after = await received(page);
  return (after.energy - before.energy) / Math.max(0.1, after.heard_s - before.heard_s);
};

/** The beeps of a browser's own microphone are far above it, silence is below. */
export const silence = 1e-5;

/** Waits until it is so; the browsers say nothing by themselves. */
export const until = async (page: Page, holds: (now: Received) => boolean, within_ms = 60_000) => {
  const isLeft = createPatience(within_ms, page_look_ms_max);
  for (let now = await received(page); !holds(now); now = await received(page)) {
    if (!isLeft()) {
      const shown = await page.locator('body').textContent();
      throw new Error(`waited in vain: ${holds} ${JSON.stringify({ ...now, shown })}`);
    }
    await page.waitForTimeout(50);
  }
};

type Prepare = (page: Page) => Promise<void>;

/** `prepare` comes after the page is watched, and before it is loaded. */
export const openCaller = async (prepare?: Prepare) => {
  const browser = await openBrowser();
  const page = await browser.page();
  await watchConnections(page);
  await prepare?.(page);
  return { browser, page };
};

/** Alice and bob are friends, each with a conversation open. */
export const openPair = async (url: string, prepare?: Prepare) => {
  const [alice, bob] = await Promise.all([openCaller(prepare), openCaller(prepare)]);
  const people = {
    alice: await arrive(alice.page, url, 'alice'),
    bob: await arrive(bob.page, url, 'bob'),
  };
  await befriend(people.alice, people.bob);
  await openChat(alice.page, 'bob');
  await openChat(bob.page, 'alice');
  return {
    alice: alice.page,
    bob: bob.page,
    people,
    errors: () => [...alice.browser.errors, ...bob.browser.errors],
    outside: () => [...alice.browser.outside, ...bob.browser.outside],
    async [Symbol.asyncDispose]() {
      await alice.browser[Symbol.asyncDispose]();
      await bob.browser[Symbol.asyncDispose]();
    },
  };
};

export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click();

/** It is over, and what it ended with is gone: by a press, or after a few seconds by itself. */
export const putAway = (page: Page) =>
  page.waitForFunction(() => {
    const call = document.querySelector<HTMLElement>('dialog.call');
    if (call?.dataset.phase === 'ended') {
      const buttons = [...call.querySelectorAll('button')];
      buttons.find(({ textContent }) => textContent === 'Close')?.click();
    }
    return call === null;
  });

/** Alice calls bob, who answers; both hear each other. */
export const talkByVoice = async (alice: Page, bob: Page) => {
  await press(alice, 'Call bob');
  await press(bob, 'Answer');
  for (const page of [alice, bob]) await until(page, ({ energy }) => energy > silence);
};
