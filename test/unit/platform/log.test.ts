import { describe, expect, test } from 'bun:test';
import { createLog, type LogLevel } from '../../../src/platform/log';

const listen = (level: LogLevel = 'debug', pretty = false) => {
  const lines: string[] = [];
  const clock = { now: () => Date.UTC(2025, 0, 2, 3, 4, 5, 6) };
  const log = createLog({ level, pretty: () => pretty, clock, write: (line) => lines.push(line) });
  const last = () => JSON.parse(lines.at(-1) ?? 'null');
  return { log, lines, last };
};

describe('the log', () => {
  test('writes one JSON line an event', () => {
    const { log, lines, last } = listen();
    log.info('started', { port: 8000 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toEndWith('}\n');
    expect(last()).toEqual({
      time: '2025-01-02T03:04:05.006Z',
      level: 'info',
      message: 'started',
      port: 8000,
    });
  });

  test('leaves out what is below its level', () => {
    const { log, lines } = listen('warn');
    log.debug('a');
    log.info('b');
    expect(lines).toEqual([]);
    log.warn('c');
    log.error('d');
    expect(lines).toHaveLength(2);
  });

  test('hides what a key calls a secret, however deep', () => {
    const { log, lines, last } = listen();
    const Authorization = 'Bearer marker-1';
    log.info('x', {
      headers: { Authorization, cookie: 'marker-2', 'content-type': 'text/plain' },
      draft: [{ content: 'marker-3' }],
      new_password: 'marker-4',
      jwt_secret: 'marker-5',
      refreshToken: 'marker-6',
      email: 'marker-7',
      map: new Map([['token', 'marker-8']]),
    });
    expect(lines[0]).not.toContain('marker');
    expect(last().headers['content-type']).toBe('text/plain');
  });

  test('hides tokens and addresses inside strings', () => {
    const { log, lines, last } = listen();
    log.info('GET /ws/1?token=marker-1&since=4', {
      url: '/ws/1?since=4&token=marker-2',
      why: 'no Bearer marker-3, nor alice.marker@example.org',
      error: new Error('bad eyJhbGciOi.marker4.marker5'),
    });
    expect(lines[0]).not.toContain('marker');
    expect(last().message).toEndWith('&since=4');
  });

  test('tells an error with its code, its cause and its stack', () => {
    const { log, last } = listen();
    const cause = Object.assign(new Error('disk full'), { code: 'ENOSPC' });
    log.error('failed', { error: new TypeError('outer', { cause }) });
    const { error } = last();
    expect(error).toMatchObject({ name: 'TypeError', message: 'outer' });
    expect(error.stack).toContain('log.test.ts');
    expect(error.cause).toMatchObject({ message: 'disk full', code: 'ENOSPC' });
  });

  test('lets nobody forge a line or a terminal escape', () => {
    for (const pretty of [false, true]) {
      const { log, lines } = listen('debug', pretty);
      const forged = 'a\n{"level":"error"}\r\x1b]0;x\x07\x9b1m\u2028\u202e';
      log.info(forged, { [forged]: forged });
      expect(lines[0]?.indexOf('\n')).toBe((lines[0]?.length ?? 0) - 1);
      expect(lines[0]).not.toMatch(/\x1b\]|[\r\x07\x9b\u2028\u202e]/);
    }
  });

  test('keeps its own members when a field has the same name', () => {
    const { log, last } = listen();
    log.warn('kept', { level: 'debug', message: 'other' });
    expect(last()).toMatchObject({ level: 'warn', message: 'kept', message_: 'other' });
  });

  test('never throws, whatever it is given', () => {
    const { log, lines } = listen();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const trap = {
      get bad() {
        throw new Error('no');
      },
    };
    log.info('x', { circle, big: 1n, f: () => 1, s: Symbol('s'), day: new Date(Number.NaN) });
    log.info('x', { trap });
    log.info('x', { bytes: new Uint8Array(1_000_000), long: 'x'.repeat(1_000_000) });
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.length).toBeLessThan(10_000);
    const write = () => {
      throw new Error('EPIPE');
    };
    createLog({ level: 'info', pretty: () => false, write }).info('x');
  });

  test('is readable at a terminal', () => {
    const { log, lines } = listen('debug', true);
    log.warn('slow', { took_ms: 12 });
    const bare = lines[0]?.replace(/\x1b\[\d+m/g, '');
    expect(bare).toBe('03:04:05.006 warn  slow took_ms=12\n');
  });
});

test('a server outlives the reader of its log', () => {
  const source = JSON.stringify(`${import.meta.dir}/../../../src/platform/log`);
  const script = `
    import { createLog } from ${source};
    const log = createLog({ level: 'info', pretty: () => false });
    for (let line = 0; line < 50; line += 1) {
      log.info('x'.repeat(2_000));
      await Bun.sleep(1);
    }
    process.stderr.write('alive');
  `;
  const command = `"$0" -e "$1" | true; exit \${PIPESTATUS[0]}`;
  const { stderr, exitCode } = Bun.spawnSync(['bash', '-c', command, process.execPath, script]);
  expect(stderr.toString()).toBe('alive');
  expect(exitCode).toBe(0);
});
