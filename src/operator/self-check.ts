// What the server checks by itself: room on its disk, and its data after a crash.

import { runSelf } from '../platform/child-process';
import { check_after_ms, free_space_check_every_ms } from '../protocol/limits';
import { inSize } from '../values/size';
import type { World } from '../world';

const SAID = {
  enough: 'there is room on the disk again',
  low: 'room on the disk runs low: make some, or uploads will be refused',
  short: 'uploads are refused until there is room on the disk: it is kept for messages',
};

/** Runs at the start and then periodically. Returns a function that stops it. */
export const watchFreeSpace = ({
  condition,
  freeSpace,
  log,
  clock,
  config,
}: World): (() => void) => {
  let checked_at = 0;
  const check = async () => {
    checked_at = clock.now();
    const found = await freeSpace.check().catch(() => undefined);
    if (found === undefined) return;
    const before = condition.room;
    Object.assign(condition, found);
    if (found.room === before) return;
    const say = found.room === 'enough' ? log.info : log.warn;
    say(SAID[found.room], { free: inSize(found.free_bytes), in: config.data_dir, at: checked_at });
  };
  const timer = setInterval(() => void check(), free_space_check_every_ms);
  timer.unref();
  void check();
  return () => clearInterval(timer);
};

/** After a crash, checks all data once, beside the service, which doesn't wait for it. */
export const checkBeside = ({ condition, log, config }: World): (() => void) => {
  let running: ReturnType<typeof runSelf>;
  let isStopped = false;
  condition.check = 'running';
  log.info('the data was not closed properly: it is checked beside the service');
  const report = async () => {
    running = runSelf(['check', '--json', '--data-dir', config.data_dir]);
    const ended = await running?.ended;
    if (isStopped || ended === undefined) return;
    const { code, stdout, stderr } = ended;
    if (code === 0) {
      condition.check = 'passed';
      return log.info('the check found no faults');
    }
    const faults = stdout.startsWith('[') ? (JSON.parse(stdout) as string[]) : undefined;
    condition.check = faults ? 'found faults' : 'failed';
    log.error('the check found faults; see chat8 help check', { faults: faults ?? stderr });
  };
  // Clients that wait for the start come first.
  const soon = setTimeout(() => {
    report().catch((error) => log.error('the check failed', { error }));
  }, check_after_ms);
  return () => {
    isStopped = true;
    clearTimeout(soon);
    running?.stop();
  };
};
