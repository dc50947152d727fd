// The process: arguments, command, signals, exit code.
import { CommandFailure, mustBeWords } from './cli/failure';
import { asLine } from './cli/format';
import { announce, type Output, printError, say, sayResult } from './cli/output';
import { version } from './cli/version';
import { ConfigError, readConfig } from './config/read';
import { createLog } from './platform/log';
import { reasonOf } from './protocol/errors';
import { stop_within_ms } from './protocol/limits';

const fail = (lines: string[], code = 1): never => {
  for (const line of lines) printError(`chat8: ${asLine(line.replace(/\s*\n\s*/g, ' '))}\n`);
  process.exit(code);
};

const serve = async (args: string[]) => {
  const { pairMistakes } = await import('./http/tls/certificate');
  const config = readConfig(args, undefined, pairMistakes);
  const { start } = await import('./server/start');
  // No start waits for the stream: the log opens it with its first line.
  const pretty = () => process.stdout.isTTY === true;
  const log = createLog({ level: config.log_level, pretty });
  const running = await start(config, log);
  void running.accepting.then((url) => announce(`Chat8 listening on ${url}`));
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info('stopping', { signal });
    setTimeout(() => fail(['did not stop in time']), stop_within_ms).unref();
    running.stop().then(
      () => process.exit(0),
      (error) => fail([`did not stop cleanly: ${reasonOf(error)}`]),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('unhandledRejection', (error) => log.error('an unhandled rejection', { error }));
};

type Run = (args: string[]) => Promise<Output>;

const operate =
  (noun: string): Run =>
  async (args) =>
    (await import('./cli/operate')).operate(noun, args);

/** Each is loaded when it is asked for: a short command would take longer to load all than to do its own. */
const COMMANDS: Record<string, Run> = {
  backup: async (args) => (await import('./cli/backup')).runBackup(args),
  restore: async (args) => (await import('./cli/backup')).runRestore(args),
  check: async (args) => (await import('./cli/backup')).runCheck(args),
  user: operate('user'),
  invite: operate('invite'),
  audit: operate('audit'),
  compact: operate('compact'),
  status: operate('status'),
  setup: async (args) => (await import('./cli/setup')).setup(args),
  doctor: async (args) => (await import('./cli/doctor/doctor')).doctor(args),
};

const HELP = ['help', '--help', '-h'];

const notKnown = (word: string) => {
  const all = ['serve', ...Object.keys(COMMANDS), 'version', 'help'].join(', ');
  return fail([`${word} is not a command: there are ${all}; see chat8 help`], 2);
};

const explain = async (about: string | undefined) => {
  const { help } = await import('./cli/help');
  const { page } = await import('./cli/manual');
  const text = about === undefined ? help() : page(about);
  if (text === undefined) return notKnown(about ?? '');
  say(text);
};

// Whatever the umask: its files are private, and readable to itself.
process.umask(0o077);
const [command = 'serve', ...rest] = process.argv.slice(2);
try {
  if (HELP.includes(command)) {
    await explain(HELP.includes(rest[0] ?? '') ? 'help' : rest[0]);
  } else if (rest.some((word) => word === '--help' || word === '-h')) {
    await explain(command.startsWith('-') ? undefined : command);
  } else if (command === 'version' || command === '--version') {
    mustBeWords(rest, [], 'version');
    say(version());
  } else if (Object.hasOwn(COMMANDS, command)) {
    await sayResult((await COMMANDS[command]?.(rest)) ?? '');
    process.exit(0);
  } else if (command === 'serve') {
    await serve(rest);
  } else if (command.startsWith('-')) {
    await serve([command, ...rest]);
  } else {
    notKnown(command);
  }
} catch (error) {
  if (error instanceof ConfigError) fail(error.mistakes, 2);
  if (!(error instanceof CommandFailure)) fail([reasonOf(error)]);
  const { lines, code, output } = error as CommandFailure;
  if (output === '') fail(lines, code);
  try {
    say(output);
  } catch (lost) {
    fail([...lines, reasonOf(lost)], code);
  }
  process.exit(code);
}
