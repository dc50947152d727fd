// Alice and bob, each in a browser, and what alice's page sends.
import type { Page, Request } from 'playwright-core';
import { befriend, login } from './person';
import { enter, openChat, signUp } from './screen';

/** Friends, with the conversation open. */
export const meet = async (url: string, one: Page, other: Page) => {
  await Promise.all([signUp(one, url, 'alice').then(enter), signUp(other, url, 'bob').then(enter)]);
  await befriend(await login(url, 'alice'), await login(url, 'bob'));
  await openChat(one, 'bob');
  await openChat(other, 'alice');
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
