// Alice and bob, each in a browser, and what alice's page sends.
import type { Page, Request } from 'playwright-core';
import { openBrowser } from './browser';
import { startExecutable } from './executable';
import { befriend, login } from './person';
import { enter, openChat, signUp } from './screen';

/** Friends, with the conversation open. */
export const meet = async (url: string, one: Page, other: Page) => {
  await Promise.all([signUp(one, url, 'alice').then(enter), signUp(other, url, 'bob').then(enter)]);
  await befriend(await login(url, 'alice'), await login(url, 'bob'));
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

/** The messages that a page posts, as they leave it. */
export const postsOf = (page: Page): Record<string, unknown>[] => {
  const posts: Record<string, unknown>[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/v1/messages'))
      posts.push(request.postDataJSON());
  });
  return posts;
};
