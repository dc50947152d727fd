// The client's house: imports run down its stairs, each signal has one owner, and nothing works at
// import but main.tsx.
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const root = join(import.meta.dir, '../../src/web');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .sort();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** Without comments and strings. */
const codeOf = (path: string): string =>
  read(path)
    .replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");

const IMPORT = /(?:^(?:import|export) (?:(type )?[^'"]*?from )?|\bimport\()'(\.[^']+)'/gm;
const imports = files.flatMap((from) =>
  [...read(from).matchAll(IMPORT)].map(([text, type, path = '']) => ({
    from,
    to: normalize(join(dirname(from), path)),
    isType: type !== undefined,
    /** With the file itself; else when it is asked for. */
    isNow: type === undefined && !text.startsWith('import('),
  })),
);
const show = ({ from, to }: { from: string; to: string }) => `${from} → ${to}`;

/** Lower floors have lower numbers; `model/platform` and `model/readonly` are what all models stand on. */
const FLOORS: [RegExp, number][] = [
  [/^(crypto\/|(blob-writer|serial-queue)$)/, 0],
  [/^model\/(platform|readonly)$/, 1],
  [/^model\/store\//, 1],
  [/^model\/net\//, 2],
  [/^model\/(keys|ui)\//, 3],
  [/^model\/(messages|session|people|push|search|calls|doctor|exports)\//, 4],
  [/^model\/sync$/, 5],
  [/^model\/(shared-models|message-models|core|base|signed-in|calling)$/, 6],
  [/^i18n\//, 7],
  [/^view\/ui\//, 8],
  [/^view\/(trust|message|entry|people|picture|notifications|search|exports)\//, 9],
  [/^view\/(composer|settings|call|doctor|palette|viewer|gallery)\//, 10],
  [/^view\/(conversation|sidebar)\//, 11],
  [/^view\/shell\//, 12],
  [/^(platform\/|(main|reset)$)/, 13],
  // A program of its own, beside the page: both reach what the device keeps.
  [/^service-worker\//, 1],
];
const floorOf = (path: string) =>
  FLOORS.find(([room]) => room.test(path.replace(/\.tsx?$/, '')))?.[1];
const inside = imports.filter(({ to }) => !to.startsWith('..') && !to.endsWith('.css'));

test('imports of the client run down the stairs', () => {
  const homeless = files.filter(
    (path) => floorOf(path) === undefined && path !== 'crypto/worker.ts',
  );
  expect(homeless).toEqual([]);
  const upward = inside.filter(({ from, to }) => (floorOf(to) ?? 99) > (floorOf(from) ?? 0));
  // What a model stands on is named by the types of the other rooms of models.
  const named = upward.filter(
    ({ from, to, isType }) => !(isType && from === 'model/platform.ts' && to.startsWith('model/')),
  );
  expect(named.map(show)).toEqual([]);
});

/** What is loaded with a file: all that it imports but for types, and not by `import()`. */
const loadedWith = (first: string): string[] => {
  const found = new Set([first]);
  for (const from of found) {
    for (const { to } of inside.filter((each) => each.from === from && each.isNow)) {
      const file = files.find((name) => name.replace(/\.tsx?$/, '') === to);
      if (file) found.add(file);
    }
  }
  return [...found].sort();
};

/** What only somebody who is signed in needs. */
const SIGNED_IN =
  /^(?:model\/(?:base|signed-in|calling|sync|people\/naming|(?:messages|push|search)\/.*)|model\/store\/unsent.*|model\/keys\/sealer|i18n\/(?:en|zh)\/(?:en|zh)|view\/(?:composer|conversation|exports|message|notifications|palette|people|picture|search|settings|sidebar|trust|viewer|gallery)\/.*|view\/shell\/(?:signed-in|shell|media-layer).*)\.tsx?$/;

test('the first load of the page has nothing in it that only somebody signed in needs', () => {
  const first = loadedWith('main.tsx');
  expect(first).toContain('model/core.ts');
  expect(first).toContain('view/entry/welcome.tsx');
  expect(first.filter((path) => SIGNED_IN.test(path))).toEqual([]);
  const loading = inside.filter(({ to }) => to === 'view/shell/signed-in');
  expect(loading.map(({ from, isNow }) => [from, isNow])).toEqual([
    ['main.tsx', false],
    ['view/shell/root.tsx', false],
    ['view/shell/root.tsx', false],
  ]);
});

test('views know neither the network nor the store, nor how anything is sealed', () => {
  const across = inside.filter(
    ({ from, to, isType }) =>
      from.startsWith('view/') && !isType && /^(model\/(net|store)|crypto)\//.test(to),
  );
  expect(across.map(show)).toEqual([]);
});

test('each signal is written by the file that owns it, and by no view', () => {
  const written = files.flatMap((path) => {
    const code = codeOf(path);
    const owned = new Set(
      [...code.matchAll(/const (\w+) = (?:\w+\.get\(\w+\) \?\? )?(?:useSignal|signal)\b/g)].map(
        ([, name]) => name,
      ),
    );
    return [...code.matchAll(/(\w+)(?:\([^()]*\))?\.value(?:\s*(?:[-+*/|&?]{0,2}=(?!=)|\+\+|--))/g)]
      .filter(([, name = '']) => name !== 'currentTarget' && !owned.has(name))
      .map(([, name]) => `${path}: ${name}`);
  });
  // One draft has one signal, in the map of the store that makes them.
  expect(written.filter((each) => !each.startsWith('model/messages/drafts.ts: '))).toEqual([]);
  const own = files.filter((path) => path.startsWith('view/') && /\bsignal[<(]/.test(codeOf(path)));
  expect(own).toEqual([]);
});

/** Each is where a program begins. */
const PROGRAMS = ['main.tsx', 'reset.ts', 'crypto/worker.ts', 'service-worker/service-worker.ts'];

test('nothing works at import but main.tsx: what stands at the top is declared, not called', () => {
  const CONSTANT =
    /^(?:new (?:Map|Set|WeakMap|RegExp|TextEncoder)\b|createContext\b|lazy\(|(?:oneOf|listOf|orNull|maybe)\(|code\(|concat\(|utf8\(|Object\.|Promise\.resolve\(|Array\.from\(|\w+\.toSorted\(|\[|\{|\/|\(|async|[\w.]+;?$)/;
  const working = files
    .filter((path) => !PROGRAMS.includes(path))
    .flatMap((path) => {
      const code = codeOf(path);
      const calls = [...code.matchAll(/^(?:[\w.]+\(|(?:void|await|new|if|for)\b)/gm)].map(
        ([line]) => line,
      );
      const made = [...code.matchAll(/^(?:export )?(?:const|let) [^=\n]+ = ([^\n]+)/gm)]
        .map(([, value = '']) => value)
        .filter(
          (value) =>
            /^(signal|computed|effect|document|window|location|localStorage|navigator)\b/.test(
              value,
            ) ||
            (/^\w+\(/.test(value) && !CONSTANT.test(value)),
        );
      return [...calls, ...made].map((each) => `${path}: ${each}`);
    });
  expect(working).toEqual([]);
});

test('functions of the models are short', () => {
  const lines_max = 70;
  const long = files
    .filter((path) => path.startsWith('model/'))
    .flatMap((path) => {
      const lines = read(path).split('\n');
      return lines.flatMap((line, at) => {
        const [, indent, name] =
          /^(\s*)(?:export )?(?:const )?(\w+).*(?:=>|\)(?:: [^=]+)?) \{$/.exec(line) ?? [];
        if (indent === undefined) return [];
        const end = lines.findIndex((each, index) => index > at && each.startsWith(`${indent}}`));
        return end - at + 1 > lines_max ? [`${path}: ${name} ${end - at + 1}`] : [];
      });
    });
  expect(long).toEqual([]);
});

/** The text of each call of `useEffect`, by its parentheses. */
const passiveEffects = (code: string): string[] =>
  code
    .split(/\buseEffect\(/)
    .slice(1)
    .map((rest) => {
      let depth = 1;
      const end = [...rest].findIndex((letter) => {
        depth += { '(': 1, ')': -1 }[letter] ?? 0;
        return depth === 0;
      });
      return rest.slice(0, end);
    });

test('what views hear of the whole page, what they open over it and where the focus goes, all in the step of the page', () => {
  // Preact runs useEffect, and clears away after it, only after a paint: a key pressed before that
  // would find nobody, or somebody who is gone.
  const late = files
    .filter((path) => path.startsWith('view/'))
    .flatMap((path) => passiveEffects(codeOf(path)).map((effect) => `${path}: ${effect}`))
    .filter((effect) =>
      /(?:^|[^.\w]|\b(?:document|window|list|query)\.)addEventListener\(|\bshow(?:Modal|Popover)\(|\bopenDialog\(|\.focus\(/.test(
        effect,
      ),
    );
  expect(late).toEqual([]);
});
