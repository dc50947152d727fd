// An upload that somebody cancels, at whatever moment.
import { expect, test } from 'bun:test';
import { transferByXhr } from '../../../../src/web/model/net/upload';

test('an upload that was cancelled before it began sends nothing', async () => {
  const sent: string[] = [];
  class Request {
    upload = {};
    open(_: string, path: string): void {
      sent.push(path);
    }
    setRequestHeader(): void {}
    send(): void {}
    abort(): void {}
  }
  const before = globalThis.XMLHttpRequest;
  globalThis.XMLHttpRequest = Request as never;
  try {
    const request = { method: 'POST', path: '/upload', token: 't', body: new Blob() } as const;
    const signal = AbortSignal.abort();
    const ended = transferByXhr({ ...request, progress: () => {}, signal }).catch(
      ({ name }) => name,
    );
    expect(await Promise.race([ended, Bun.sleep(0)])).toBe('AbortError');
    expect(sent).toEqual([]);
  } finally {
    globalThis.XMLHttpRequest = before;
  }
});
