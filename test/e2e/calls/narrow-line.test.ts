// Calls over a line that is narrow, slow and loses some: a proxy between one of the two and the relay.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { talkWithoutPause } from '../../support/calls/loud-voice';
import { openPair, press, putAway, until } from '../../support/calls/talking';
import { startExecutable } from '../../support/executable';
import { startCoturn } from '../../support/network/coturn';
import { openNarrowLine } from '../../support/network/narrow-line';
import { freePort } from '../../support/tls';

/** All media of the page go through the relay of that port, by a line that ends at `line_port`. */
const goThrough = (page: Page, relay_port: number, line_port = relay_port) =>
  page.evaluate(([port, line]) => Object.assign(window, { port, line }), [relay_port, line_port]);

const prepare = async (page: Page) => {
  await talkWithoutPause(page);
  await page.addInitScript(() => {
    const chosen = window as unknown as { port: number; line: number };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor({ iceServers = [], ...rest }: RTCConfiguration = {}) {
        const { port, line } = chosen;
        const servers = iceServers
          .filter(({ urls }) => [urls].flat().some((url) => url.includes(`:${port}?`)))
          .map((server) => ({ ...server, urls: `turn:127.0.0.1:${line}?transport=udp` }));
        super({ ...rest, iceServers: servers, iceTransportPolicy: 'relay' });
      }
    };
  });
};

interface Heard {
  at_ms: number;
  audio_bytes: number;
  samples: number;
  /** Made up for what did not come in time. */
  concealed: number;
  frames: number;
  round_trip_ms: number;
}

const heardBy = (page: Page): Promise<Heard> =>
  page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    const heard = { audio_bytes: 0, samples: 0, concealed: 0, frames: 0, round_trip_ms: 0 };
    for (const [, each] of (await connections.at(-1)?.getStats()) ?? []) {
      if (each.type === 'candidate-pair' && each.nominated) {
        heard.round_trip_ms = (each.currentRoundTripTime ?? 0) * 1_000;
      }
      if (each.type !== 'inbound-rtp') continue;
      if (each.kind === 'video') heard.frames = each.framesDecoded ?? 0;
      else {
        heard.audio_bytes = each.bytesReceived ?? 0;
        heard.samples = each.totalSamplesReceived ?? 0;
        heard.concealed = each.concealedSamples ?? 0;
      }
    }
    return { ...heard, at_ms: performance.now() };
  });

type NarrowLine = Awaited<ReturnType<typeof openNarrowLine>>;

/** What the two give to the line each way within so many seconds, and what comes in at each. */
const watch = async ({ up, down }: NarrowLine, pages: Page[], seconds: number) => {
  const given = () => [up.given_bytes, down.given_bytes];
  const began_at = performance.now();
  const [before, first] = [await Promise.all(pages.map(heardBy)), given()];
  await Bun.sleep(seconds * 1_000);
  const [after, last] = [await Promise.all(pages.map(heardBy)), given()];
  const took_ms = performance.now() - began_at;
  return {
    bits_per_s: last.map((bytes, i) => ((bytes - (first[i] ?? 0)) * 8_000) / took_ms),
    each: after.map((now, i) => {
      const then = before[i] as Heard;
      const passed_s = (now.at_ms - then.at_ms) / 1_000;
      return {
        voice_kbit: ((now.audio_bytes - then.audio_bytes) * 8) / 1_000 / passed_s,
        concealed: (now.concealed - then.concealed) / (now.samples - then.samples),
        frames_per_s: (now.frames - then.frames) / passed_s,
        round_trip_ms: now.round_trip_ms,
      };
    }),
  };
};

const limits = { bits_per_s: 64_000, delay_ms: 100, loss: 0.02, seed: 7 };

type Watched = Awaited<ReturnType<typeof watch>>;

/** Where a call is usable: the two keep to what the line carries, and the voice comes through in time. */
const isUsable = ({ bits_per_s, each }: Watched, room: number, frames_min: number): boolean =>
  bits_per_s.every((bits) => bits < room) &&
  each.every(
    ({ voice_kbit, concealed, round_trip_ms, frames_per_s }) =>
      voice_kbit > 8 && concealed < 0.15 && round_trip_ms < 500 && frames_per_s >= frames_min,
  );

/** The two have to find out how much it carries, and a busy machine stands still at times. */
const becomesUsable = async (
  line: NarrowLine,
  pages: Page[],
  room: number,
  frames_min: number,
): Promise<void> => {
  let watched = await watch(line, pages, 3);
  for (let tries = 0; tries < 20 && !isUsable(watched, room, frames_min); tries += 1) {
    watched = await watch(line, pages, 3);
  }
  expect([watched, isUsable(watched, room, frames_min)]).toEqual([watched, true]);
};

test.skipIf(!isAvailable('chromium') || !isAvailable('turnserver'))(
  'a voice call is usable at 64 kbit/s, and a video call at 300, with 2 % lost and 100 ms each way',
  async () => {
    const secret = 'a secret that two servers share';
    await using coturn = await startCoturn(secret);
    const own_port = await freePort();
    await using server = await startExecutable({
      env: {
        CHAT8_RELAY: 'on',
        CHAT8_TURN_PORT: `${own_port}`,
        CHAT8_TURN_SECRET: secret,
        CHAT8_TURN_URLS: `turn:127.0.0.1:${coturn.port}?transport=udp`,
      },
    });
    await using pair = await openPair(server.url, prepare);
    const { alice, bob } = pair;
    const pages = [alice, bob];
    for (const relay_port of [coturn.port, own_port]) {
      const narrow = { ...limits };
      await using line = await openNarrowLine(relay_port, narrow);
      await goThrough(alice, relay_port, line.port);
      await goThrough(bob, relay_port);
      await press(alice, 'Call bob');
      await press(bob, 'Answer');
      for (const page of pages) await until(page, ({ heard_s }) => heard_s > 2);
      await becomesUsable(line, pages, narrow.bits_per_s, 0);

      if (relay_port === own_port) {
        narrow.bits_per_s = 300_000;
        for (const page of pages) await press(page, 'Camera on');
        for (const page of pages) await until(page, ({ frames }) => frames > 20);
        await becomesUsable(line, pages, narrow.bits_per_s, 3);
      }
      await press(alice, 'End call');
      for (const page of pages) await putAway(page);
    }
    expect([...pair.errors(), ...pair.outside()]).toEqual([]);
  },
  400_000,
);
