// Every answer and frame that the client uses, lied about in every way: the list is what an honest
// life asked for and heard, so that a new request is lied about, too.
import { newPair } from '../envelope';
import type { Cast } from './cast';
import { withTwo } from './cast';
import type { Life } from './life';
import { isReady } from './life';
import { genuine, searched, trusted, unkept, unlost, unopened, unread } from './promises';
import { readAll, waits_max } from './reading';
import type { SceneName } from './scenes';
import { AGAIN, NEEDED, SCENE_NAMES, SCENES } from './scenes';
import type { Asked } from './server';
import type { Bag, Lie, Way } from './ways';
import { answerLie, frameLie, groupsOf, isOfKeys, isWhole, lineOf, nameOf, WAYS } from './ways';
import { listenForStray, wake, wakeAway } from './ways-back';
import type { Written } from './written';
import { newWritten } from './written';

/** What a request is for, whoever and whatever it names. */
export const routeOf = ({ method, path }: Pick<Asked, 'method' | 'path'>): string => {
  const [way = '', query = ''] = path.split('?');
  const parts = way.split('/').map((part) => (/^[a-z-]{0,19}$/.test(part) ? part : ':x'));
  const names = [...new URLSearchParams(query).keys()];
  return `${method} ${parts.join('/')}${names.length > 0 ? `?${names.join('&')}` : ''}`;
};

/** What each scene asked for and heard in a life without a lie. */
export interface Recorded {
  bag: Bag;
  asked: Record<SceneName, string[]>;
  heard: Record<SceneName, string[]>;
  written: Written;
}

const swapsOf = ({ friends, strangers }: Cast): Bag['swapped'] => {
  const all = [...friends, ...Object.values(strangers)];
  return new Map(
    all.flatMap(({ person }, at): [number | string, number | string][] => {
      const other = all[(at + 1) % all.length]?.person ?? person;
      return [
        [person.id, other.id],
        [person.username, other.username],
      ];
    }),
  );
};

const remember = (cast: Cast, answers: Map<string, string>) =>
  cast.liar.answers(async (asked, honest) => {
    const answer = await honest();
    const copy = await answer.clone().text();
    if (!answers.has(lineOf(asked))) answers.set(lineOf(asked), copy);
    return answer;
  });

/** `last`: what comes after it is lied about elsewhere. */
export const record = async (cast: Cast, last?: SceneName): Promise<Recorded> => {
  const answers = new Map(cast.early);
  const frames = new Map<string, string>();
  const bag = {
    invented: newPair(),
    swapped: swapsOf(cast),
    answers,
    frames,
    hold: cast.liar.hold,
  };
  const written = newWritten();
  const none = () => Object.fromEntries(SCENE_NAMES.map((name) => [name, [] as string[]]));
  const asked = none() as Recorded['asked'];
  const heard = none() as Recorded['heard'];
  for (const name of SCENE_NAMES) {
    const play = await SCENES[name](cast);
    cast.liar.repent();
    using _ = remember(cast, answers);
    const life = await play(written);
    // What came in an earlier scene is lied about there; some of it again.
    const isNew = (all: Record<SceneName, string[]>) => (kind: string) =>
      !Object.values(all).flat().includes(kind) || AGAIN[name]?.test(kind);
    asked[name] = [...new Set(cast.liar.asked.map(routeOf))].filter(isNew(asked));
    heard[name] = [...new Set(cast.liar.heard.map(({ type }) => type))].filter(isNew(heard));
    for (const { type, text } of cast.liar.heard) if (!frames.has(type)) frames.set(type, text);
    life.device.close();
    if (name === last) break;
  }
  return { bag, asked, heard, written };
};

const untrue = async (life: Life, bag: Bag): Promise<string[]> => [
  ...(await unread(life, bag)).map((line) => `unread: ${line}`),
  ...genuine(life).map((line) => `genuine: ${line}`),
  ...trusted(life).map((line) => `trusted: ${line}`),
];

/** What is not there yet may come a moment later; what is lost stays away. */
const looks_max = 5;

const broken = async (life: Life, bag: Bag): Promise<string[]> => {
  await readAll(life, waits_max);
  let lost = isReady(life) ? await unlost(life) : [];
  for (let looks = 1; looks < looks_max && lost.length > 0; looks += 1) {
    await life.device.pass(10_000);
    await readAll(life, waits_max);
    lost = await unlost(life);
  }
  return [...(await untrue(life, bag)), ...lost.map((line) => `unlost: ${line}`)];
};

/** The same device without the server, after `before`. */
const brokenAway = async (before: Life): Promise<string[]> => {
  const away = await wakeAway(before);
  await readAll(away, waits_max);
  const kept = (await unkept(before, away)).map((line) => `unkept: ${line}`);
  const all = [...genuine(away), ...trusted(away), ...(await searched(away)), ...kept];
  away.device.close();
  return [...all, ...away.faults];
};

interface Lived {
  broken: string[];
  /** Nobody asked for it, or it was never said. */
  untold: Lie[];
}

/**
 * What is untrue while the server tells `lies`, after that, the next day when it is honest
 * again, and then, if that is looked at, without it.
 */
const live = async (
  cast: Cast,
  recorded: Recorded,
  scene: SceneName,
  lies: Lie[],
  isAwayToo: boolean,
): Promise<Lived> => {
  const { bag, written } = recorded;
  const { liar } = cast;
  using stray = listenForStray();
  const play = await SCENES[scene](cast);
  liar.repent();
  const told = new Set<Lie>();
  for (const lie of lies) {
    const isMeant = (about: string) => {
      if (lie.about === about) told.add(lie);
      return lie.about === about;
    };
    if (lie.what === 'answer') {
      liar.answers(answerLie(lie.way, (asked) => isMeant(routeOf(asked)), bag));
    } else liar.frames(frameLie(lie.way, ({ type }) => isMeant(type), bag));
  }
  const life = await play(written);
  await readAll(life);
  const during = await untrue(life, bag);
  const said = [...liar.said];
  liar.release();
  await life.device.idle();
  liar.repent();
  liar.said.push(...said);
  const after = await broken(life, bag);
  const next = await wake(life, cast);
  const later = await broken(next, bag);
  const closed = unopened(next).map((line) => `unopened: ${line}`);
  const away = isAwayToo ? await brokenAway(next) : [];
  // Whoever stays connected hears all of the lives to come.
  next.device.close();
  await next.device.kept.stores.clear();
  const tag = (name: string, all: string[]) => all.map((each) => `${name} ${each}`);
  const untold = lies.filter((lie) => !told.has(lie));
  const found = new Set([
    ...tag('during', during),
    ...tag('after', after),
    ...tag('later', later),
    ...tag('away', away),
    ...closed,
    ...life.faults,
    ...next.faults,
    ...stray.take(),
  ]);
  return { broken: [...found], untold };
};

export const liesOf = (
  recorded: Recorded,
  what: Lie['what'],
  scenes: SceneName[],
  ways: readonly Way[] = WAYS,
): Lie[] => {
  const all = what === 'answer' ? recorded.asked : recorded.heard;
  return scenes.flatMap((scene) =>
    all[scene].flatMap((about) => ways.map((way) => ({ scene, what, about, way }))),
  );
};

/** The lies that break a promise, each with what became untrue. */
export const breaking = async (
  cast: Cast,
  recorded: Recorded,
  lies: Lie[],
): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {};
  let lives = 0;
  const tell = async (told: Lie[]): Promise<Lived> => {
    const [lie] = told;
    if (lie === undefined) return { broken: [], untold: [] };
    // What becomes of another key depends on how a friend is known: all of them live through it.
    const isAmongAll = isWhole() || told.some(isOfKeys);
    const among = isAmongAll ? cast : withTwo(cast, NEEDED[lie.scene] ?? [], lives);
    lives += 1;
    // What the device keeps costs a life of its own.
    const isAwayToo = isWhole() || lives % away_every === 0;
    const lived = await live(among, recorded, lie.scene, told, isAwayToo);
    const { broken } = lived;
    if (broken.length > 0) found[told.map(nameOf).join(', ')] = broken.slice(0, shown_max);
    return lived;
  };
  const tellAll = async (all: Lie[]): Promise<Lie[]> => {
    const left: Lie[] = [];
    for (const group of groupsOf(all)) {
      const { broken, untold } = await tell(group);
      if (broken.length === 0) left.push(...untold);
      // Which of them it was.
      else if (group.length > 1) for (const lie of group) await tell([lie]);
    }
    return left;
  };
  // A lie may end a life before another one is told: that one is told in the next lives.
  for (let left = lies, count = 0; left.length > 0 && left.length !== count; ) {
    count = left.length;
    left = await tellAll(left);
  }
  return found;
};

/** Of these many lives one is looked at on the device alone. */
const away_every = 3;

/** Of what one lie breaks. */
const shown_max = 5;
