// What the program does and how it is set up, from the table of settings.
import { flagOf, variableOf } from '../config/read';
import { SETTINGS } from '../config/table';
import { COMMANDS } from '../operator/commands';

const row = (left: string, right: string) => `  ${left.padEnd(58)} ${right}`;

export const help = (): string =>
  [
    'Chat8: a private messenger that people host themselves.',
    '',
    'Usage: chat8 [command] [settings]',
    '',
    'Commands:',
    row('serve', 'start the server; also without a command'),
    row('backup FILE', 'all data as one file, proven; also while the server runs'),
    row('restore FILE', 'a backup into an empty data directory'),
    row('check [FILE]', 'examine the data directory, or a backup, changing nothing'),
    ...Object.entries(COMMANDS).map(([name, command]) =>
      row([name, ...command.takes].join(' '), command.help),
    ),
    row('setup nginx|caddy|haproxy|systemd|docker', 'print a snippet for this configuration'),
    row('doctor', 'what is wrong, in words'),
    row('version', 'say which version this is'),
    row('help [COMMAND]', 'say this, or all about a command'),
    '',
    'Commands take --json; those on people reach a running server by its data directory.',
    'They end with 0 when done, 1 when refused or faults were found, 2 when asked for wrongly.',
    '',
    'Settings, as a flag or in the environment (a flag wins):',
    ...SETTINGS.map((setting) =>
      row(
        setting.isHidden ? variableOf(setting) : `${flagOf(setting)}, ${variableOf(setting)}`,
        setting.default ? `${setting.help} (${setting.default})` : setting.help,
      ),
    ),
    '',
    'The API is described by the running server, at /docs.',
  ].join('\n');
