// A device that was off for 20 days: what was deleted or edited elsewhere meanwhile is forgotten at the
// next connection, whether the server can tell each event or not.
import { expect, test } from 'bun:test';
import { newMid } from '../../../../src/web/crypto/mid';

import { BOB, sealedBy } from '../../../support/client/fake-people';
import type { App } from '../../../support/client/whole-client';
import { openBob, textsOf } from '../../../support/fake-client';
import { fakeLocks } from '../../../support/fake-locks';
import { fakeServer } from '../../../support/fake-server';
import { comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

const days_20_ms = 20 * 86_400_000;
const edited = {
  content: sealedBy(BOB, newMid(), { text: 'we meet at ten', rev: 1 }, 'bob'),
  edited_at: '2026-01-03T00:00:00.000Z',
};

const foundBy = async ({ search }: App, text: string): Promise<string[]> => {
  await search.ask({ text });
  return search.found.value.map(({ item }) => item.text);
};

for (const canReplay of [true, false]) {
  const how = canReplay ? 'is told each event' : 'has to read all of it again';
  test(`who was away for 20 days and ${how} keeps and finds what there is now, and nothing else`, async () => {
    const server = fakeServer();
    const gone = server.says('the secret place');
    const changed = server.says('we meet at nine');
    for (let number = 1; number <= 60; number += 1) server.says(`word ${number}`);
    const first = await openKeepingBrowser(server);
    await openBob(first.app);
    await first.clock.pass(5_000);
    await written(first.clock);
    expect((await first.look()).ids).toHaveLength(62);
    server.disconnect(canReplay);
    // The device is off: its pages write nothing more.
    if (canReplay) server.remove(gone.id);
    else server.messages().splice(0, 1);
    server.changed(changed.id, canReplay ? 'message_edited' : 'nobody hears', edited);
    await first.heard(first.clock.now() - days_20_ms);
    // Nothing of the page of then holds a lock.
    const browser = { ...first.browser, locks: fakeLocks() };
    const { app } = await comeBack(server, { ...first, browser });
    await app.session.login('alice', 'alice likes tea').catch(() => {});
    await written(first.clock);
    await first.clock.pass(5_000);
    await written(first.clock);
    const { ids, texts } = await first.look();
    expect(ids).toHaveLength(61);
    expect(ids).not.toContain(gone.id);
    expect(texts).not.toContain('secret');
    expect(texts).not.toContain('at nine');
    expect(texts).toContain('at ten');
    expect(await foundBy(app, 'secret')).toEqual([]);
    expect(await foundBy(app, 'at nine')).toEqual([]);
    expect(await foundBy(app, 'at ten')).toEqual(['we meet at ten']);
    await openBob(app);
    expect(textsOf(app)).not.toContain('the secret place');
  });
}
