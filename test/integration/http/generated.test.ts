// Clients that others generate from /docs/json: they compile strictly, and one of them signs in,
// sends and downloads.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { friends } from '../../support/person';
import { type Server, startServer } from '../../support/server';
import { scanCommand } from '../../support/watch/scanner';

const root = join(import.meta.dir, '../../..');
const modules = join(root, 'node_modules');

const run = async (args: string[], cwd: string) => {
  const child = Bun.spawn([process.execPath, ...args], { cwd, env: Bun.env, stderr: 'pipe' });
  const [code, stdout, stderr] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, said: stdout + stderr };
};

const generate = (program: string, args: string[], cwd: string) =>
  run(
    [
      '--preload',
      join(root, 'test/support/openapi/typescript-5.ts'),
      join(modules, program),
      ...args,
    ],
    cwd,
  );

/** What a stranger's program may count on, by the types alone. */
const USES_OF_TYPES = `
import type { paths, components } from './paths';

type Body<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: infer Content } } } }
  ? Content
  : never;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

type Query = NonNullable<paths['/api/v1/events']['get']['parameters']['query']>;
type Missed = Body<'/api/v1/events'>['application/json']['data'];
type File = paths['/api/v1/files/{id}']['get'];
type Avatar = paths['/api/v1/avatars/{id}']['get'];

export const facts: true[] = [
  true satisfies Same<Query['since'], number | undefined>,
  true satisfies Same<Missed['seq'], number>,
  true satisfies Same<Body<'/api/v1/files/{id}'>['*/*'], string>,
  true satisfies Same<Body<'/api/v1/avatars/{id}'>['image/*'], string>,
  true satisfies Same<Body<'/api/v1/user/export'>['application/zip'], string>,
  true satisfies Same<File['responses'][206]['content']['*/*'], string>,
  true satisfies Same<keyof File['responses'], 200 | 206 | 304 | 401 | 404 | 412 | 416 | 422 | 500>,
  true satisfies Same<keyof Avatar['responses'], 200 | 206 | 304 | 404 | 412 | 416 | 422 | 500>,
  true satisfies Same<NonNullable<File['parameters']['header']>['Range'], string | undefined>,
  true satisfies Same<File['responses'][404]['content']['application/json'], components['schemas']['Failure']>,
];
`;

/** A client as a newcomer writes it, from the generated functions alone. */
const PROGRAM = `
import { createClient } from './client/client';
import {
  type Failure,
  getApiV1Events,
  getApiV1FilesById,
  postApiV1AuthLogin,
  postApiV1Messages,
  postApiV1UploadFile,
  postApiV1UploadParts,
  postApiV1UploadPartsByIdDone,
  putApiV1UploadPartsById,
} from './client';

const [baseUrl = '', friend = ''] = process.argv.slice(2);
const receiver_id = Number(friend);
let token = '';
const client = createClient({ baseUrl, auth: () => token });

const { data: signedIn } = await postApiV1AuthLogin({
  client,
  throwOnError: true,
  body: { username: 'alice', password: 'alice likes tea' },
});
token = signedIn.data.access_token;

const { data: uploaded } = await postApiV1UploadFile({
  client,
  throwOnError: true,
  body: { file: new File(['the plan of the garden'], 'plan.txt'), receiver_id },
});
const { file_id, file_name, file_size } = uploaded.data;
const { data: sent } = await postApiV1Messages({
  client,
  throwOnError: true,
  body: { receiver_id, content: uploaded.data.file_url, message_type: 'file', file_id },
});
const plan = { receiver_id, name: 'plan.txt', size: 5 };
const { data: begun } = await postApiV1UploadParts({ client, throwOnError: true, body: plan });
const upload = { client, throwOnError: true as const, path: { id: begun.data.upload_id } };
const first = { query: { offset: 0 }, body: new Blob(['hello']) };
const { data: stored } = await putApiV1UploadPartsById({ ...upload, ...first });
const { data: joined } = await postApiV1UploadPartsByIdDone(upload);

// Of whatever type its bytes are: as bytes.
const parseAs = 'blob';
const whole = await getApiV1FilesById({
  client,
  parseAs,
  throwOnError: true,
  path: { id: file_id },
});
const part = await getApiV1FilesById({
  client,
  parseAs,
  throwOnError: true,
  path: { id: file_id },
  headers: { Range: 'bytes=4-7' },
});
const missing = await getApiV1FilesById({ client, path: { id: 'nothing' } });
const { data: missed } = await getApiV1Events({
  client,
  throwOnError: true,
  query: { since: 0, limit: 10 },
});
const text = (bytes: Blob | File) => bytes.text();

console.log(
  JSON.stringify({
    name: file_name,
    size: file_size,
    sent: sent.data.id,
    parts: [stored.data.offset, joined.data.file_size],
    whole: [whole.response?.status, await text(whole.data)],
    part: [part.response?.status, await text(part.data)],
    missing: [missing.response?.status, (missing.error as Failure).error.code],
    seq: missed.data.seq,
  }),
);
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'ESNext',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ESNext', 'DOM', 'DOM.Iterable'],
    types: ['bun'],
    typeRoots: [join(modules, '@types')],
    strict: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['*.ts', 'client'],
};

let server: Server;
let dir: string;
beforeAll(async () => {
  server = await startServer();
  dir = mkdtempSync(join(tmpdir(), 'chat8-generated-'));
  mkdirSync(join(dir, 'client'));
  const document = await (await fetch(`${server.url}/docs/json`)).text();
  const files = { 'api.json': document, 'uses.ts': USES_OF_TYPES, 'program.ts': PROGRAM };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(TSCONFIG));
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await server[Symbol.asyncDispose]();
});

test('clients generated from /docs/json compile strictly, and one signs in, sends and downloads', async () => {
  const [types, client] = await Promise.all([
    generate('openapi-typescript/bin/cli.js', ['api.json', '-o', 'paths.ts'], dir),
    generate(
      '@hey-api/openapi-ts/dist/run.mjs',
      ['-i', 'api.json', '-o', 'client', '-c', '@hey-api/client-fetch', '--no-log-file'],
      dir,
    ),
  ]);
  expect(types).toMatchObject({ code: 0 });
  expect(client).toMatchObject({ code: 0 });
  const compiled = await run([join(modules, 'typescript/bin/tsc'), '-p', '.'], dir);
  expect(compiled).toEqual({ code: 0, said: '' });

  const { alice, bob } = await friends(server.url);
  const { code, said } = await run(['program.ts', server.url, String(bob.id)], dir);
  scanCommand(said);
  expect([code, code === 0 ? JSON.parse(said) : said]).toEqual([
    0,
    {
      name: 'plan.txt',
      size: 22,
      sent: expect.any(Number),
      parts: [5, 5],
      whole: [200, 'the plan of the garden'],
      part: [206, 'plan'],
      missing: [404, 'FILE_003'],
      seq: expect.any(Number),
    },
  ]);
  const history = await bob.get(`/messages/${alice.id}`);
  expect(history.body.data.messages[0].file.name).toBe('plan.txt');
}, 300_000);

interface Described {
  parameters?: { name: string; in: string; schema: { type: string; minimum?: number } }[];
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

test('every answer with a body says its type and schema, and where one is in the events is a number', async () => {
  const { paths } = (await (await fetch(`${server.url}/docs/json`)).json()) as {
    paths: Record<string, Record<string, Described>>;
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ at: `${method} ${path}`, operation })),
  );
  expect(operations.length).toBeGreaterThan(45);
  const bare: string[] = [];
  const since: [string, object][] = [];
  for (const { at, operation } of operations) {
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      const isTyped = Object.values(content).some(({ schema }) => schema !== undefined);
      if (!isTyped) bare.push(`${at} ${status}`);
    }
    const found = operation.parameters?.find(({ name }) => name === 'since');
    if (found) since.push([at, found.schema]);
  }
  expect(bare.sort()).toEqual([
    'get /api/v1/avatars/{id} 304',
    'get /api/v1/avatars/{id} 416',
    'get /api/v1/files/{id} 304',
    'get /api/v1/files/{id} 416',
    'get /ws/{user_id} 101',
  ]);
  const number = { type: 'integer', minimum: 0, maximum: 999_999_999_999_999 };
  expect(since).toEqual([
    ['get /api/v1/events', number],
    ['get /ws/{user_id}', number],
  ]);
});
