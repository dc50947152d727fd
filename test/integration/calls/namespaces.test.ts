// The networks that tests of calls make for themselves: they let nothing out, and leave nothing behind.
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { openInternet, SERVER } from '../../support/network/internet';
import { eventually } from '../../support/timing';

const INTERNET = join(import.meta.dir, '../../support/network/internet.ts');

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Whether the kernel knows a way to send something there. */
const hasWay = ({ run }: Awaited<ReturnType<typeof openInternet>>, from: string, to: string) => {
  try {
    return run(from, ['ip', 'route', 'get', to]).includes(' dev ');
  } catch {
    return false;
  }
};

test.skipIf(!isAvailable('network namespaces'))(
  'two internets of the same names do not meet, and no way leads out of either',
  async () => {
    const inside = await (async () => {
      await using first = await openInternet();
      await using second = await openInternet();
      for (const { run } of [first, second]) {
        const links = run('server', ['ip', '-o', 'link']).trim().split('\n');
        expect(links.map((line) => line.split(/[:@] ?/)[1]?.trim())).toEqual(['lo', 'net']);
      }
      first.routers.alice('open');
      expect(hasWay(first, 'bob-router', '10.1.0.2')).toBe(true);
      expect(hasWay(second, 'bob-router', '10.1.0.2')).toBe(false);
      expect(hasWay(first, 'alice', SERVER)).toBe(true);
      for (const from of ['server', 'alice-router', 'bob-router']) {
        for (const to of ['192.0.2.1', '8.8.8.8']) expect(hasWay(first, from, to)).toBe(false);
      }
      return Bun.spawn([...first.enter('alice'), 'sleep', '600'], {
        stdio: ['ignore', 'ignore', 'ignore'],
      });
    })();
    expect(await inside.exited).toBe(137);
  },
);

test.skipIf(!isAvailable('network namespaces'))(
  'who is killed beside an open internet leaves nothing of it',
  async () => {
    const script = `
      const { openInternet } = await import(${JSON.stringify(INTERNET)});
      const internet = await openInternet();
      const { pid } = Bun.spawn([...internet.enter('bob'), 'sleep', '600']);
      console.log(JSON.stringify({ pid }));
      await Bun.sleep(600_000);
    `;
    const owner = Bun.spawn([process.execPath, '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { value } = await owner.stdout.getReader().read();
    const { pid } = JSON.parse(new TextDecoder().decode(value));
    expect(isAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    await eventually(() => !isAlive(pid));
  },
);
