import { expect, test } from 'bun:test';
import { PortError, probePort, withReason } from '../../../src/platform/port';

const told = (code: string, port = 443): string => {
  try {
    withReason('127.0.0.1', port, () => {
      throw Object.assign(new Error(`${code}: as the system says it`), { code });
    });
  } catch (error) {
    return error instanceof PortError ? error.message : String(error);
  }
  return '';
};

test('why a port cannot be had is said in words, and what is unknown as the system says it', () => {
  expect(told('EACCES')).toMatch(/^port 443 needs privileges: .*setup systemd.*setcap/);
  expect(told('EADDRINUSE', 8_000)).toBe('port 8000 is in use by another program');
  expect(told('EADDRNOTAVAIL')).toBe('127.0.0.1 is no address of this machine');
  expect(told('EMFILE')).toBe('Error: EMFILE: as the system says it');
});

test('a name that leads nowhere is said to be no address, whatever the system says', () => {
  expect(() => probePort('no such host', 0)).toThrow('no such host is no address of this machine');
});

test('a port that another listener shares is in use all the same, and a free one stays free', () => {
  const shared = { hostname: '127.0.0.1', reusePort: true, fetch: () => new Response() };
  const server = Bun.serve({ ...shared, port: 0 });
  const port = server.port ?? 0;
  expect(() => probePort('127.0.0.1', port)).toThrow(`port ${port} is in use`);
  server.stop(true);
  probePort('127.0.0.1', port);
  probePort('127.0.0.1', port);
});
