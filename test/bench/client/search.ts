// The search on a device that keeps many messages while more come, in headless Chromium at a quarter of
// the speed: from the key to the first results on screen. `bun test/bench/client/search.ts [messages]`
import type { Page } from 'playwright-core';
import { startExecutable } from '../../support/executable';
import { quantile, say } from '../measure';
import { keptOf, openDevice } from './kept-device';

const many = Number(process.argv[2] ?? 100_000);
const conversations = 10;
/** These come while somebody searches. */
const more = Math.round(many / 10);

const WORDS = [
  ['the doctor said that tea helps', 'meet me at the station tomorrow', 'what a wonderful picture'],
  ['医生说要多喝茶', '明天在火车站见面吧', '这张照片拍得真好看'],
  ['врач сказал пить чай', 'встретимся завтра на вокзале', 'какая красивая фотография'],
  ['قال الطبيب اشرب الشاي', 'نلتقي غدا في المحطة'],
  ['お医者さんがお茶を飲めと言った', '明日駅で会いましょう'],
  ['의사가 차를 마시라고 했어', '내일 역에서 만나자'],
  ['ο γιατρός είπε τσάι', 'τα λέμε αύριο στον σταθμό'],
  ['डॉक्टर ने चाय पीने को कहा', 'נתראה מחר בתחנה', 'แล้วเจอกันพรุ่งนี้ 🎉'],
].flat();

/** Of every thousandth message a word of its own, so that some are only far back. */
const textOf = (number: number): string => {
  const words = WORDS[number % WORDS.length] ?? '';
  return `${words} ${number % 7 === 0 ? 'https://example.org' : ''} ${number % 1_000 === 1 ? `rare${number}` : ''}`;
};

const far = Math.floor((many / conversations) * 0.3);
const rare = (part: number) => `rare${Math.floor((far + part * far) / 1_000) * 1_000 + 1}`;
const QUERIES = [
  ...[
    'doctor',
    'tea',
    'station',
    'pict',
    'station tomor',
    'wonderful',
    'the',
    'm',
    'ee',
    'example',
  ],
  ...['医', '喝茶', '火车站', '照片', '明天', '好看', '医生', '茶'],
  ...['врач', 'чай', 'вокзал', 'фото', 'завтра', 'ая'],
  ...['الشاي', 'غدا', 'المح', 'お茶', '駅', '会い', '차를', '역에서'],
  ...['τσάι', 'σταθμ', 'चाय', 'מחר', 'พรุ่งนี้', '🎉'],
  ...[rare(0), rare(1)],
];

/** Milliseconds until the first result is in the document, and until it was painted. */
const search = (page: Page, text: string) =>
  page.evaluate(async (words) => {
    const field = document.querySelector<HTMLInputElement>('.search-input');
    if (!field) throw new Error('no field');
    const type = (value: string) => {
      field.value = value;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const isShown = () => document.querySelector('.row.found mark') !== null;
    const began = performance.now();
    const shown = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!isShown()) return;
        observer.disconnect();
        resolve(performance.now() - began);
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    type(words);
    const shown_ms = await shown;
    await new Promise<void>((next) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => next();
        port2.postMessage(null);
      }),
    );
    const painted_ms = performance.now() - began;
    // Emptied without a press of a key, which would make the others wait.
    type('');
    while (isShown()) await new Promise(requestAnimationFrame);
    return { shown_ms, painted_ms };
  }, text);

await using server = await startExecutable();
const counts = Array<number>(conversations).fill((many + more) / conversations);
const { browser, page, session, me } = await openDevice(server, {
  name: 'carol',
  counts,
  kept: many,
  text: textOf,
});
const before = await keptOf(page, me.id);
await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
const times: Awaited<ReturnType<typeof search>>[] = [];
for (const query of QUERIES) {
  times.push(await search(page, query));
  await Bun.sleep(250);
}
await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
const after = await keptOf(page, me.id);
const line = (all: number[]) =>
  `p50 ${quantile(all, 0.5).toFixed(0)} ms, p95 ${quantile(all, 0.95).toFixed(0)} ms, ` +
  `most ${Math.max(...all).toFixed(0)} ms`;
say(
  `${QUERIES.length} searches at a quarter of the speed, ${before} messages kept and ` +
    `${after - before} more coming meanwhile`,
);
say(`first results there: ${line(times.map(({ shown_ms }) => shown_ms))} (target p95 < 50)`);
say(`first results painted: ${line(times.map(({ painted_ms }) => painted_ms))}`);
await browser[Symbol.asyncDispose]();
