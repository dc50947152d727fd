// Alice and bob, each in a browser, and what alice's page sends.
import type { Page, Request } from 'playwright-core';
import { openBrowser } from './browser';
import { startExecutable } from './executable';
import { arrive } from './people/arrive';
import type { Person } from './person';
import { befriend, register } from './person';
import { openChat } from './screen';

/** Friends, with the conversation open. */
export const meet = async (url: string, one: Page, other: Page) => {
  const [alice, bob] = await Promise.all([arrive(one, url, 'alice'), arrive(other, url, 'bob')]);
  await befriend(alice, bob);
  await openChat(one, 'bob');
  await openChat(other, 'alice');
};

/** The executable, and the two in browsers of their own, talking to each other. */
export const openPair = async (env: Record<string, string> = {}) => {
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startExecutable({ env }));
  const alices = opening.use(await openBrowser());
  const bobs = opening.use(await openBrowser());
  const [alice, bob] = [await alices.page(), await bobs.page()];
  await meet(server.url, alice, bob);
  const opened = opening.move();
  return {
    server,
    alices,
    bobs,
    alice,
    bob,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

/** Alice in a browser, and her friends, who use the API alone. */
export const openAlice = async (...names: string[]) => {
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startExecutable());
  const browser = opening.use(await openBrowser());
  const page = await browser.page();
  const alice = await arrive(page, server.url, 'alice');
  const friends: Record<string, Person> = {};
  for (const name of names) {
    const friend = await register(server.url, name);
    await befriend(friend, alice);
    friends[name] = friend;
  }
  const opened = opening.move();
  return {
    server,
    browser,
    page,
    alice,
    /** By name; fails for somebody who is none. */
    friend(name: string): Person {
      const friend = friends[name];
      if (friend === undefined) throw new Error(`alice has no friend ${name}`);
      return friend;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

/** The messages that a page posts, as they leave it. */
export const postsOf = (page: Page): Record<string, unknown>[] => {
  const posts: Record<string, unknown>[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/v1/messages'))
      posts.push(request.postDataJSON());
  });
  return posts;
};
