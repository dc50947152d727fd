// The answers that go out unchecked, and what holds them to their schemas in every test server.
import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { trustAnswers, writtenRoutes } from '../../../src/http/answers';
import { operation, writtenOut } from '../../../src/http/operation';
import { holdAnswers, mustFit } from '../../support/watch/answers';

const Cat = Type.Object({ name: Type.String(), age: Type.Optional(Type.Integer()) });

const routes = (cat: unknown) =>
  new Elysia()
    .get('/written', () => cat as { name: string }, {
      response: { 200: Cat },
      ...writtenOut(operation('猫', 'A cat', [])),
    })
    .get('/other', () => cat as { name: string }, {
      response: { 200: Cat },
      ...operation('猫', 'A cat', []),
    });

const get = async (app: { handle(request: Request): Promise<Response> }, path: string) => {
  const response = await app.handle(new Request(`http://localhost${path}`));
  return [response.status, response.status === 200 ? await response.json() : undefined];
};

test('an answer fits if it says what its schema says, and no more', () => {
  mustFit(Cat, { name: 'Tom' });
  mustFit(Cat, { name: 'Tom', age: undefined });
  expect(() => mustFit(Cat, { name: 7 })).toThrow('does not fit at /name');
  expect(() => mustFit(Cat, { name: 'Tom', secret: 'x' })).toThrow('says more than its schema');
  expect(() => mustFit(undefined, { name: 'Tom' })).toThrow('no schema for its status');
});

test('who serves sends what is written out as it is, and still cleans every other answer', async () => {
  const app = new Elysia().use(trustAnswers(routes({ name: 'Tom', more: 1 })));
  expect(await get(app, '/written')).toEqual([200, { name: 'Tom', more: 1 }]);
  expect(await get(app, '/other')).toEqual([200, { name: 'Tom' }]);
});

test('a test server refuses to send what its schema does not say', async () => {
  const good = new Elysia().use(holdAnswers(routes({ name: 'Tom' })));
  expect(await get(good, '/written')).toEqual([200, { name: 'Tom' }]);
  const bad = new Elysia().use(holdAnswers(routes({ name: 'Tom', more: 1 })));
  expect((await get(bad, '/written'))[0]).toBe(500);
});

test('the schemas stay with the routes that are described', () => {
  const described = routes({});
  trustAnswers(routes({}));
  expect(writtenRoutes(described).map(({ hooks }) => hooks.response)).toEqual([{ 200: Cat }]);
});
