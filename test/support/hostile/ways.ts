// The ways in which one answer or frame can be untrue.
import type { Pair } from '../envelope';
import { keyIdOf } from '../envelope';
import type { SceneName } from './scenes';
import type { AnswerLie, Asked, FrameLie, Told } from './server';

/** Something else is said. */
export const FALSE_WAYS = ['missing', 'empty', 'null', 'older', "another's", 'twice'] as const;
/** Nothing is said, or too late, or not all of it. */
export const FAILED_WAYS = ['after 30 s', 'never', '500', '404', '302', 'cut short'] as const;
export const WAYS = [...FALSE_WAYS, ...FAILED_WAYS] as const;
export type Way = (typeof WAYS)[number];

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** What a liar has at hand: keys that it made up, and what it said before. */
export interface Bag {
  /** A key whose private half the server has. */
  invented: Pair;
  /** Each user id and name, and whose it gives instead. */
  swapped: Map<number | string, number | string>;
  /** The first answer to each request, as of long ago. */
  answers: Map<string, string>;
  /** The first frame of each type. */
  frames: Map<string, string>;
  /** Resolves when the test says that the 30 s are over. */
  hold: () => Promise<void>;
}

const isJson = (text: string): boolean => text.startsWith('{') || text.startsWith('[');

/** Every person is another one, and every key is the server's own. */
const anothers = (value: Json, bag: Bag): Json => {
  const { invented, swapped } = bag;
  if (Array.isArray(value)) return value.map((each) => anothers(each, bag));
  if (value === null || typeof value !== 'object') return value;
  const other = (name: string, each: Json): Json => {
    if (name === 'public_key') return JSON.stringify({ kty: 'OKP', crv: 'X25519', x: invented.x });
    if (name === 'key_id') return keyIdOf(invented);
    const isId = /^(id|user_id|friend_id|sender_id|receiver_id|reader_id)$/.test(name);
    const isName = name === 'username' || name === 'sender_username';
    if ((isId || isName) && (typeof each === 'number' || typeof each === 'string')) {
      return swapped.get(each) ?? each;
    }
    return anothers(each, bag);
  };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, other(name, each)]));
};

const emptied = (value: Json): Json => {
  if (Array.isArray(value)) return [];
  if (typeof value === 'object') return {};
  return typeof value === 'string' ? '' : 0;
};

const doubled = (value: Json): Json => {
  if (Array.isArray(value)) return [...value, ...value];
  if (value === null || typeof value !== 'object') return value;
  const double = ([name, each]: [string, Json]): [string, Json] => [
    name,
    Array.isArray(each) ? [...each, ...each] : each,
  ];
  return Object.fromEntries(Object.entries(value).map(double));
};

const refused = (status: number, code: string): Response =>
  Response.json({ success: false, error: { code, message: '', details: {} } }, { status });

/** As the contract says that what was asked for is not there: some of these a client acts on. */
const absentBy = ({ path }: Asked): string => {
  if (path.startsWith('/encryption')) return 'ENCRYPT_001';
  if (path.startsWith('/messages')) return 'MESSAGE_001';
  return /^\/(files|upload)/.test(path) ? 'FILE_003' : 'USER_001';
};

/** The same answer with another `data`; `undefined` leaves it out. */
const withData = async (answer: Response, change: (data: Json) => Json | undefined) => {
  const text = await answer.text();
  const { headers, status } = answer;
  headers.delete('content-length');
  if (!isJson(text)) return new Response('', { status, headers });
  const { data, ...rest } = JSON.parse(text) as { data: Json };
  return new Response(JSON.stringify({ ...rest, data: change(data) }), { status, headers });
};

export const lineOf = ({ method, path }: Asked): string => `${method} ${path}`;

const lieIn = async (
  way: Way,
  asked: Asked,
  honest: () => Promise<Response>,
  bag: Bag,
): Promise<Response> => {
  switch (way) {
    case 'missing':
      return withData(await honest(), () => undefined);
    case 'empty':
      return withData(await honest(), emptied);
    case 'null':
      return withData(await honest(), () => null);
    case 'older': {
      const answer = await honest();
      const before = bag.answers.get(lineOf(asked));
      const { headers, status } = answer;
      headers.delete('content-length');
      return before === undefined ? answer : new Response(before, { status, headers });
    }
    case "another's":
      return withData(await honest(), (data) => anothers(data, bag));
    case 'twice':
      await (await honest()).arrayBuffer();
      return withData(await honest(), doubled);
    case 'after 30 s': {
      const answer = await honest();
      await bag.hold();
      return answer;
    }
    case 'never':
      await honest();
      await bag.hold();
      return refused(503, 'SERVER_002');
    case '500':
      return refused(500, 'SERVER_001');
    case '404':
      return refused(404, absentBy(asked));
    case '302':
      return new Response(null, { status: 302, headers: { location: '/i/OTHER#OTHER' } });
    case 'cut short': {
      const answer = await honest();
      const bytes = await answer.arrayBuffer();
      const { headers, status } = answer;
      headers.delete('content-length');
      return new Response(bytes.slice(0, Math.floor(bytes.byteLength / 2)), { status, headers });
    }
  }
};

/** Each request that fits is lied about once. */
export const answerLie = (way: Way, fits: (asked: Asked) => boolean, bag: Bag): AnswerLie => {
  const told = new Set<string>();
  return (asked, honest) => {
    const line = lineOf(asked);
    if (!fits(asked) || told.has(line)) return undefined;
    told.add(line);
    return lieIn(way, asked, honest, bag);
  };
};

/** Each frame that fits is lied about; what a status is to an answer, an end is to the line. */
export const frameLie = (way: Way, fits: (told: Told) => boolean, bag: Bag): FrameLie => {
  let isSilent = false;
  return (told, line) => {
    if (isSilent) return 'told';
    if (!fits(told)) return undefined;
    const { data, ...rest } = JSON.parse(told.text) as { data: Json };
    const tell = (next: Json) => line.tell(JSON.stringify({ ...rest, data: next }));
    switch (way) {
      case 'missing':
        line.tell(JSON.stringify(rest));
        return 'told';
      case 'empty':
        tell({});
        return 'told';
      case 'null':
        tell(null);
        return 'told';
      case 'older':
        line.tell(bag.frames.get(told.type) ?? told.text);
        return 'told';
      case "another's":
        tell(anothers(data, bag));
        return 'told';
      case 'twice':
        line.tell(told.text);
        return undefined;
      case 'after 30 s':
        void bag.hold().then(() => line.tell(told.text));
        return 'told';
      case 'never':
        isSilent = true;
        return 'told';
      case '500':
        line.tell(JSON.stringify({ type: 'error', data: { code: 'SERVER_001', message: '' } }));
        return 'told';
      case '404':
        return 'told';
      case '302':
        line.close(4_000);
        return 'told';
      case 'cut short':
        line.tell(told.text.slice(0, told.text.length / 2));
        return 'told';
    }
  };
};

/** `about` is a kind of request, or the type of a frame. */
export interface Lie {
  scene: SceneName;
  what: 'answer' | 'frame';
  about: string;
  way: Way;
}

export const nameOf = ({ scene, what, about, way }: Lie): string =>
  `${scene}: ${what} ${about} · ${way}`;

export const isWhole = () => Bun.env.CHAT8_LIES === 'all';

/**
 * A third of the lies: each answer and frame in a third of the ways, and each way about a third of them.
 * A life takes a third of a second of a core; `CHAT8_LIES=all` lives all of them.
 */
export const thirdOf = (lies: Lie[]): Lie[] => {
  if (isWhole()) return lies;
  const abouts = [...new Set(lies.map(({ scene, what, about }) => `${scene} ${what} ${about}`))];
  return lies.filter(({ scene, what, about, way }) => {
    const at = abouts.indexOf(`${scene} ${what} ${about}`);
    return (at + WAYS.indexOf(way)) % 3 === 0;
  });
};

export const isOfKeys = ({ about }: Lie): boolean => about.includes('/encryption/');

/** A life costs as much with these many lies as with one of them. */
const together_max = 4;

/** Of one scene each, at most one about each answer or frame, and no two that follow each other. */
export const groupsOf = (lies: Lie[]): Lie[][] => {
  if (isWhole()) return lies.map((lie) => [lie]);
  const alike = Map.groupBy(lies, (lie) => `${lie.scene} ${lie.what} ${isOfKeys(lie)}`);
  return [...alike.values()].flatMap((all) => {
    const abouts = [...Map.groupBy(all, ({ about }) => about).values()];
    const most = Math.max(...abouts.map(({ length }) => length));
    const lives = Math.max(most, Math.ceil(all.length / together_max));
    const inTurn = abouts.flat();
    return Array.from({ length: lives }, (_, life) =>
      inTurn.filter((_, at) => at % lives === life),
    );
  });
};
