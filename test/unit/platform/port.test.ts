import { expect, test } from 'bun:test';
import { join } from 'node:path';
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
  // The runtime repeats what failed last in the process: here, that a port was in use.
  const code = `
    const { probePort } = await import(${JSON.stringify(join(import.meta.dir, '../../../src/platform/port'))});
    const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() });
    try { probePort('127.0.0.1', server.port); } catch {}
    probePort('256.1.1.1', 0);
  `;
  const { stderr } = Bun.spawnSync([process.execPath, '-e', code], { env: Bun.env });
  expect(String(stderr)).toContain('PortError: 256.1.1.1 is no address of this machine');
});

test('a port in use is said of a name of this machine, too', () => {
  const server = Bun.serve({ hostname: 'localhost', port: 0, fetch: () => new Response() });
  const port = server.port ?? 0;
  expect(() => probePort('localhost', port)).toThrow(`port ${port} is in use`);
  server.stop(true);
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
