// The house: imports run down the stairs only, and each outside thing has one room.
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

const root = join(import.meta.dir, '../..');
const list = (dir: string) =>
  readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${dir}/${name}`);
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const sources = list('src');

interface Import {
  from: string;
  to: string;
  isType: boolean;
}

/** Static ones, those for their effect alone, and those at run time. */
const IMPORT = /(?:^(?:import|export) (?:(type )?[^'"]*?from )?|\bimport\()'([^']+)'/gm;

const imports: Import[] = sources.flatMap((from) =>
  [...read(from).matchAll(IMPORT)].map(([, type, path = '']) => ({
    from,
    to: path.startsWith('.') ? normalize(join(dirname(from), path)) : path,
    isType: type !== undefined,
  })),
);

/** Lower floors have lower numbers; a file imports from its own floor or below. */
const FLOORS: [RegExp, number][] = [
  [/^src\/(protocol\/\w|text\.d$)/, 0],
  [/^src\/(config|platform|values)\//, 1],
  [/^src\/(http|realtime|db|push|relay)\//, 2],
  [/^src\/world$/, 3],
  [/^src\/features\//, 4],
  [/^src\/operator\//, 5],
  [/^src\/(server|cli)\//, 6],
  [/^src\/main$/, 7],
];
const bare = (path: string) => path.replace(/\.tsx?$/, '');
const floorOf = (path: string) => FLOORS.find(([room]) => room.test(bare(path)))?.[1];
const inside = imports.filter(
  ({ from, to }) => to.startsWith('src/') && !from.startsWith('src/web/'),
);
const show = ({ from, to }: Import) => `${from} → ${to}`;

test('imports run down the stairs', () => {
  expect(
    sources.filter((path) => !path.startsWith('src/web/') && floorOf(path) === undefined),
  ).toEqual([]);
  const upward = inside.filter(({ from, to }) => (floorOf(to) ?? 99) > (floorOf(from) ?? 0));
  expect(upward.map(show)).toEqual([]);
});

test('no file needs itself by way of others, for types neither', () => {
  const below = new Map(sources.map((path) => [path, [] as string[]]));
  for (const { from, to } of imports) {
    const file = [to, `${to}.ts`, `${to}.tsx`].find((path) => below.has(path));
    if (file) below.get(from)?.push(file);
  }
  const reached = (from: string): Set<string> => {
    const found = new Set(below.get(from));
    for (const path of found) for (const next of below.get(path) ?? []) found.add(next);
    return found;
  };
  expect(sources.filter((path) => reached(path).has(path))).toEqual([]);
});

test('http, realtime, db, push and relay do not know each other, but for the types of rows', () => {
  const room = (path: string) => /^src\/(http|realtime|db|push|relay)\//.exec(path)?.[1];
  const across = inside.filter(({ from, to }) => room(from) && room(to) && room(from) !== room(to));
  expect(across.map(show)).toEqual([]);
});

test('a feature imports no other feature', () => {
  const feature = (path: string) => /^src\/features\/(?!shared\/)(\w+)\//.exec(path)?.[1];
  const across = inside.filter(
    ({ from, to }) => feature(from) && feature(to) && feature(from) !== feature(to),
  );
  expect(across.map(show)).toEqual([]);
});

test('the web client takes from the server values of the protocol, and types of what travels', () => {
  const taken = imports.filter(
    ({ from, to }) => from.startsWith('src/web/') && /^src\/(?!web\/)/.test(to),
  );
  const values =
    /^src\/protocol\/(limits|upload-limits|conversation-limits|call-limits|calls|push-limits|push|push-words|quiet-hours|codes|close-codes|kdf|envelope|events|formatting|lookalike\/lookalike-index|names|display-name|release)$/;
  const types = /^src\/(features\/\w+\/model|protocol\/\w+)$/;
  const refused = taken.filter(({ to, isType }) => !(isType ? types : values).test(to));
  expect(refused.map(show)).toEqual([]);
});

test('what both ends know imports nothing else', () => {
  const taken = imports.filter(({ from }) => from.startsWith('src/protocol/'));
  const allowed = /^(src\/protocol\/[\w-]+(\/[\w.-]+)?|@sinclair\/typebox)$/;
  expect(taken.filter(({ to }) => !allowed.test(to)).map(show)).toEqual([]);
});

test('each outside thing has one room', () => {
  const only = (thing: RegExp, room: RegExp) =>
    imports.filter(({ from, to }) => thing.test(to) && !room.test(from)).map(show);
  expect(only(/^(drizzle-orm|bun:sqlite)/, /^src\/db\//)).toEqual([]);
  expect(
    only(/^elysia$|^@elysiajs/, /^src\/(http\/|server\/app\.ts|features\/\w+\/routes\.ts)/),
  ).toEqual([]);
  const using = (text: RegExp, room: RegExp) =>
    sources.filter((path) => text.test(read(path)) && !room.test(path));
  expect(using(/\b(Bun|process)\.env\b/, /^src\/config\//)).toEqual([]);
  expect(using(/\bconsole\./, /^src\/(platform\/log\.ts|cli\/)/)).toEqual([]);
});

test('files are small and named by nouns', () => {
  const all = [...sources, ...list('test')];
  expect(all.filter((path) => read(path).split('\n').length > 251)).toEqual([]);
  expect(all.filter((path) => /\/(utils?|helpers?|index)(\.tsx?$|\/)/.test(path))).toEqual([]);
});

/** A line that opens a function, as biome lays it out: its body is indented below it. */
const OPENING =
  /(=>( \{)?|^(?!.*\b(if|for|while|switch|catch)\b)[\s\w$,<>*{}()[\]:|.='"?&-]+\) ?(: [^=]+)?\{)$/;
const lines_max = 70;
/** Stores hold statements beside each other, and no logic. */
const STORE = /^src\/db\/(?!ledger\/|file\/)/;
const files_a_folder_max = 24;

test('functions fit a screen', () => {
  const indent = (line: string) => line.length - line.trimStart().length;
  const lengthAt = (lines: string[], at: number) => {
    const depth = indent(lines[at] ?? '');
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((line) => line !== '' && indent(line) <= depth);
    return end < 0 ? rest.length : end + 2;
  };
  const long = sources
    .filter((path) => !STORE.test(path))
    .filter((path) => {
      const lines = read(path).split('\n');
      return lines.some(
        (line, at) =>
          OPENING.test(line) && !/^\s*(\/\/|\*)/.test(line) && lengthAt(lines, at) > lines_max,
      );
    });
  expect(long).toEqual([]);
});

test('folders are small', () => {
  const filesIn = (dir: string) =>
    readdirSync(join(root, dir), { withFileTypes: true }).filter((entry) => entry.isFile()).length;
  const crowded = ['src', 'test'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .filter((dir) => filesIn(dir) > files_a_folder_max),
  );
  expect(crowded).toEqual([]);
});

test('each stylesheet is of one thing, and no colour is outside the one of variables', () => {
  const dir = join(root, 'src/web/view');
  const sheets = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .map((name) => ({ name, text: readFileSync(join(dir, name), 'utf8') }));
  expect(sheets.length).toBeGreaterThan(10);
  expect(
    sheets.filter(({ text }) => text.split('\n').length > 251).map(({ name }) => name),
  ).toEqual([]);
  const coloured = sheets.filter(({ text }) =>
    /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(/i.test(text),
  );
  expect(coloured.map(({ name }) => name)).toEqual(['ui/variables.css']);
  const moves = sheets.flatMap(({ text }) => text.match(/@keyframes \w+/g) ?? []);
  expect(moves.toSorted()).toEqual([...new Set(moves)].toSorted());
});

test('the top level holds what it is meant to hold', () => {
  const allowed = [
    'src',
    'drizzle',
    'test',
    'bunfig.toml',
    'package.json',
    'tsconfig.json',
    'README.md',
    'bun.lock',
    'LICENSE',
  ];
  const kept = Bun.spawnSync(['git', 'ls-tree', '--name-only', 'HEAD'], { cwd: root });
  const names = kept.stdout.toString().split('\n').filter(Boolean);
  expect(names.filter((name) => !name.startsWith('.') && !allowed.includes(name))).toEqual([]);
});

test('every migration in the journal is carried by the program', () => {
  const { entries } = JSON.parse(read('drizzle/meta/_journal.json'));
  const carried = read('src/db/file/migrations.ts');
  for (const { tag } of entries) expect(carried).toContain(`'${tag}':`);
  const written = readdirSync(join(root, 'drizzle')).filter((name) => name.endsWith('.sql'));
  expect(written.sort()).toEqual(entries.map(({ tag }: { tag: string }) => `${tag}.sql`).sort());
});
