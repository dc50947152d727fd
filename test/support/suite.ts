// The whole check: types, lint, build and all tests; its last line says how it went, and before
// that stands what failed.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dir, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'chat8-suite-'));
// Some tests start the executable as somebody else.
chmodSync(scratch, 0o711);
const executable = join(scratch, 'chat8');
const report = join(scratch, 'report.xml');
/** How long the longest files took: "bun test --timings=FILE --update-timings" measures again. */
const timings = join(import.meta.dir, 'timings.json');

// Tests wait: for browsers, for disks, for each other. More of them side by side take the processor
// from each other.
const workers = availableParallelism() + 1;
/** Finds what hangs: a machine that is slow is no failure. */
const timeout_ms = 300_000;

/**
 * A worker that gives pages back to the system takes a quarter more of the processor; one that keeps
 * them grows to 1.2 GB, which a small machine has no room for.
 */
const keeps_memory_bytes_min = 8 * 2 ** 30;
const memory = totalmem() < keeps_memory_bytes_min ? {} : { MIMALLOC_PURGE_DELAY: '-1' };

/**
 * The first four instances of a WebAssembly module have memory whose bounds the hardware checks; for each
 * one more the engine first collects all garbage. The client under test has one for each file.
 */
const instances = { BUN_JSC_useWasmFastMemory: '0' };

const check = async (name: string, args: string[]): Promise<string[]> => {
  const child = Bun.spawn([process.execPath, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [code, ...said] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name}\n`);
  if (code === 0) return [];
  process.stderr.write(said.join(''));
  return [name];
};

const attribute = (tag: string, name: string): string =>
  new RegExp(` ${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replaceAll(
      /&(lt|gt|quot|apos|#39|#10|amp);/g,
      (_, entity: string) => ENTITIES[entity] ?? '',
    ) ?? '';

const ENTITIES: Record<string, string> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#10': ' ',
  amp: '&',
};

interface Outcome {
  passed: number;
  skipped: number;
  failed: string[];
}

/** From the report of the runner, in the form of JUnit. */
const readReport = (): Outcome => {
  const outcome: Outcome = { passed: 0, skipped: 0, failed: [] };
  const xml = existsSync(report) ? readFileSync(report, 'utf8') : '';
  for (const [, tag = '', inside = ''] of xml.matchAll(
    /<testcase((?: [\w-]+="[^"]*")*) *(?:\/>|>([\s\S]*?)<\/testcase>)/g,
  )) {
    if (inside.includes('<failure')) {
      outcome.failed.push(`${attribute(tag, 'file')}: ${attribute(tag, 'name')}`);
    } else if (inside.includes('<skipped')) outcome.skipped += 1;
    else outcome.passed += 1;
  }
  return outcome;
};

const runTests = async (): Promise<Outcome> => {
  const tests = Bun.spawn(
    [
      ...[process.execPath, 'test', `--timeout=${timeout_ms}`],
      // As `bun test` does: a worker keeps its modules, and its browser, from file to file.
      ...[`--parallel=${workers}`, '--no-isolate'],
      ...['--reporter=junit', `--reporter-outfile=${report}`],
      // The longest files first, so that none of them runs alone at the end.
      `--timings=${timings}`,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, ...memory, ...instances, CHAT8_TEST_EXECUTABLE: executable },
    },
  );
  let summary = '';
  for await (const chunk of tests.stderr) {
    process.stderr.write(chunk);
    summary = (summary + Buffer.from(chunk).toString()).slice(-4_000);
  }
  const code = await tests.exited;
  const outcome = readReport();
  // A file that does not load, or a fault between the tests, has no line in the report.
  const errors = /^ *(\d+) errors?$/m.exec(summary)?.[1];
  if (errors !== undefined) outcome.failed.push(`between the tests: ${errors}, see above`);
  else if (code !== 0 && outcome.failed.length === 0) outcome.failed.push('the run as a whole');
  return outcome;
};

const checking = [
  // Several checkers each work out the types that they share: that takes from the tests beside them.
  check('types', ['x', 'tsc', '--noEmit', '--checkers', '1']),
  check('lint', ['x', 'biome', 'check', '--config-path=.biome.json', '.']),
];
// The tests wait for the build alone: the other checks go on beside them.
const build = await check('build', [join(import.meta.dir, 'build/build.ts'), executable]);
const outcome = await runTests();
const checks = [build, ...(await Promise.all(checking))];
rmSync(scratch, { recursive: true, force: true });

const failed = [...checks.flat(), ...outcome.failed];
const passed = checks.filter((faults) => faults.length === 0).length + outcome.passed;
process.stdout.write('\n');
for (const name of failed) process.stdout.write(`failed: ${name}\n`);
if (outcome.skipped > 0) process.stdout.write(`${outcome.skipped} skipped\n`);
process.stdout.write(`${passed} passed, ${failed.length} failed\n`);
process.exit(failed.length === 0 ? 0 : 1);
