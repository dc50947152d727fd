// What the runtime answers itself, before the program hears of it: the README says so.
import { expect, test } from 'bun:test';
import { speak } from '../../support/network/wire';
import { startServer } from '../../support/server';

const ASKED = 'GET /healthz HTTP/1.1';
const HOST = 'Host: localhost';

test('what is no HTTP that the runtime reads gets a bare status and the end, and all else the envelope', async () => {
  await using server = await startServer();
  const bare: [string, string[]][] = [
    ['431', [ASKED, HOST, `X-Long: ${'x'.repeat(17_000)}`]],
    ['431', [ASKED, HOST, ...Array(300).fill('X-Many: x')]],
    ['400', [ASKED]],
    ['400', [ASKED, HOST, 'Content-Length: x']],
    ['400', [ASKED, HOST, 'Content-Length: 3', 'Transfer-Encoding: chunked']],
    ['400', [ASKED, HOST, 'X-Control: a\x01b']],
    ['400', ['OPTIONS * HTTP/1.1', HOST]],
    ['505', ['GET /healthz HTTP/2.0', HOST]],
    ['', ['BREW /healthz HTTP/1.1', HOST]],
  ];
  for (const [status, lines] of bare) {
    const said = await speak(server.url, lines);
    expect([said.slice(9, 12), said.split('\r\n\r\n')[1] ?? '']).toEqual([status, '']);
  }
  // Methods that the runtime knows, and the program doesn't take.
  for (const method of ['TRACE', 'PROPFIND', 'CONNECT', 'PATCH', 'M-SEARCH']) {
    const said = await speak(server.url, [`${method} /healthz HTTP/1.1`, HOST]);
    expect([method, said.slice(9, 12)]).toEqual([method, '405']);
    expect(said).toContain('"code":"REQUEST_004"');
  }
  expect(await speak(server.url, [ASKED, HOST])).toStartWith('HTTP/1.1 200 OK');
});
