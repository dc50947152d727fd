// What help says of each command: what it does and does not, how to ask for it, and what then.

interface Page {
  usage: string[];
  text: string;
  examples: string[];
}

export const PAGES: Record<string, Page> = {
  serve: {
    usage: ['[serve] [settings]'],
    text: `Starts the server and prints its address once it accepts. SIGTERM or SIGINT ends it
cleanly within five seconds. All it keeps is in the data directory; one server at a time may
use it.

A data directory that is damaged, of a newer version, in use or not writable is refused, and
left as it was. After a crash the data is checked beside the service; see chat8 status.

An upgrade of the database is preceded by a backup: into CHAT8_BACKUP_DIR where that is set,
else the database alone is kept beside itself as chat8.db.before-upgrade. To go back, stop the
server, start the former version on that backup (chat8 help restore) or on that file as
chat8.db.`,
    examples: ['chat8', 'CHAT8_LANG=en CHAT8_REGISTRATION=invite chat8 --data-dir /var/lib/chat8'],
  },
  backup: {
    usage: ['backup FILE [--json]'],
    text: `Writes the database and all uploads into one file, also while the server runs and
without holding up its writes. The file is then read back to its end: every upload by its
hash, the database restored to scratch, examined and counted. Only then does it get its name;
whatever goes wrong before leaves nothing. Everything acknowledged before it began is in it.
Uploads whose bytes are missing in the data directory are told of, and it ends with 1: the file is
good, but an older one may have them. By the clock no older one is removed then.

Where a passphrase is set the file is sealed with it, in the age format: give the file a name
such as chat8.tar.age, and keep the passphrase where the server is not. Without it nobody
opens the file: neither Chat8 nor the age program. An unsealed file is a tar that whoever has
it can read, but for the messages that people sealed for each other.

Room is needed for the file and two more copies of the database, beside the file. By the
clock: CHAT8_BACKUP_DIR, CHAT8_BACKUP_EVERY, CHAT8_BACKUP_KEEP. Copy them to another machine,
for a backup on the same disk is lost with it.`,
    examples: [
      'chat8 backup /mnt/usb/chat8.tar',
      'CHAT8_BACKUP_PASSPHRASE_FILE=/etc/chat8/passphrase chat8 backup chat8.tar.age',
    ],
  },
  restore: {
    usage: ['restore FILE [--json]'],
    text: `Puts a backup into a data directory that is empty or does not exist yet. The file
is read to its end and proven before the directory appears, so it is there whole or not at
all. A sealed one needs its passphrase in CHAT8_BACKUP_PASSPHRASE or
CHAT8_BACKUP_PASSPHRASE_FILE.

Clients notice that the data began a new life, and load it anew; what was said after the
backup is gone. To try a backup without putting it anywhere: chat8 check FILE.`,
    examples: ['chat8 restore chat8.tar --data-dir /var/lib/chat8'],
  },
  check: {
    usage: ['check [--json]', 'check FILE [--json]'],
    text: `Without a FILE: examines the data directory and changes nothing in it: the database
with all its indexes and references, uploads without rows, rows without uploads, wrong sizes.
Also while the server runs. With a FILE: proves a backup as when it was made, sealed or not.

Ends with 1 where it finds anything; with --json the list of faults is on stdout. Then restore
the last proven backup (chat8 status names it), and keep the faulty directory until you have
all you need.`,
    examples: ['chat8 check --data-dir /var/lib/chat8', 'chat8 check /mnt/usb/chat8.tar'],
  },
  user: {
    usage: [
      'user list [--json]',
      'user create NAME EMAIL',
      'user reset-password NAME',
      'user disable NAME',
      'user enable NAME',
      'user delete NAME',
    ],
    text: `Accounts, by name or e-mail address, also while the server runs. A new password is
printed once and kept nowhere. A reset and disable end the person's sessions within a second.

A reset does not open sealed messages: for those the person needs the recovery code or an
earlier password. delete erases the account with its messages and files, for both sides and
for good; take a backup first. No command reads what people wrote; list tells sizes and
numbers alone.`,
    examples: ['chat8 user create alice alice@example.org', 'chat8 user list --json'],
  },
  invite: {
    usage: ['invite create [--uses N] [--expires 7d]', 'invite list', 'invite revoke CODE'],
    text: `Invitations by nobody in particular, for CHAT8_REGISTRATION=invite. The link is
complete where CHAT8_PUBLIC_URL is set. Without flags: one use, seven days.`,
    examples: ['chat8 invite create --uses 5 --expires 30d'],
  },
  audit: {
    usage: ['audit [--json]'],
    text: `Who on this machine gave which command, when, and how it went: each is written down
before it does anything, a backup and a restore once they are done. People stand in it by their number, so that it holds no name of
whoever was erased. It is the file audit.log in the data directory, and part of every backup.`,
    examples: ['chat8 audit'],
  },
  compact: {
    usage: ['compact [--json]'],
    text: `Gives the space of deleted messages back to the disk, in small steps beside the
service; the server does so by itself where a quarter of the file is free. A database made
before Chat8 could do that is written anew once, for which the server has to be stopped and
its size be free again.`,
    examples: ['chat8 compact'],
  },
  status: {
    usage: ['status [--json]'],
    text: `What runs and how it is: people, connections, sizes, room on the disk, the last
backup that was proven restorable, and whether the last one failed. The same for machines: GET
/healthz, and /metrics where CHAT8_METRICS_TOKEN is set. room: "low" is time to make some;
below CHAT8_MIN_FREE uploads are refused, so that messages still have room.`,
    examples: ['chat8 status', 'chat8 status --json'],
  },
  setup: {
    usage: ['setup nginx|caddy|haproxy|systemd|docker [settings]'],
    text: 'Prints a snippet for this very configuration.',
    examples: ['chat8 setup caddy --public-url https://chat.example.org'],
  },
  doctor: {
    usage: ['doctor [--json] [settings]'],
    text: `Looks for what is wrong, or will be, and says what to do. Ends with 1 then; with --json
the findings are on stdout. Beside a server that runs it judges the settings of that server.`,
    examples: ['chat8 doctor --data-dir /var/lib/chat8'],
  },
};

const columns = 78;

/** Paragraphs, however they are written here, as a terminal has room for them. */
const wrap = (text: string): string =>
  text
    .split('\n\n')
    .map((paragraph) => {
      let line = '';
      const lines: string[] = [];
      for (const word of paragraph.split(/\s+/)) {
        if (line !== '' && line.length + word.length >= columns) {
          lines.push(line);
          line = word;
        } else line = line === '' ? word : `${line} ${word}`;
      }
      return [...lines, line].join('\n');
    })
    .join('\n\n');

/** Undefined where there is no such command. */
export const page = (command: string): string | undefined => {
  if (!Object.hasOwn(PAGES, command)) return undefined;
  const { usage, text, examples } = PAGES[command] as Page;
  return [
    ...usage.map((line, at) => `${at === 0 ? 'Usage:' : '      '} chat8 ${line}`),
    '',
    wrap(text),
    '',
    'Examples:',
    ...examples.map((line) => `  ${line}`),
    '',
    wrap(
      'Settings such as --data-dir or CHAT8_DATA_DIR are those of the server; chat8 help lists ' +
        'them. It ends with 0 when done, 1 when refused or where faults were found, 2 when it ' +
        'was asked for in a wrong way.',
    ),
  ].join('\n');
};
