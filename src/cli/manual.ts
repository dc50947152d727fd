// What help says about each command: what it does and doesn't do, how to run it, and what follows.

interface Page {
  usage: string[];
  text: string;
  examples: string[];
}

export const PAGES: Record<string, Page> = {
  serve: {
    usage: ['[serve] [settings]'],
    text: `Starts the server and prints its address once it accepts connections. SIGTERM or SIGINT
stops it cleanly within five seconds. All its data is in the data directory, which only one server
at a time can use.

It relays calls that find no direct way (CHAT8_RELAY): at UDP and TCP port 3478, if that is free, and
over TLS at its own https port. See chat8 doctor for what has to be open.

A data directory that is damaged, from a newer version, in use or not writable is refused and
left unchanged; a command that is at work on it is waited for. After a crash the data is checked
beside the service; see chat8 status.

Before the database is upgraded, it is backed up: into CHAT8_BACKUP_DIR if that is set, otherwise
the database alone is copied to chat8.db.before-upgrade beside it. To go back, stop the
server, start the previous version on that backup (chat8 help restore) or on that file as
chat8.db. That copy goes as soon as anything is deleted or changed for good, because it would keep
it: to be able to go back later, set CHAT8_BACKUP_DIR.`,
    examples: ['chat8', 'CHAT8_LANG=en CHAT8_REGISTRATION=invite chat8 --data-dir /var/lib/chat8'],
  },
  backup: {
    usage: ['backup FILE [--json]'],
    text: `Writes the database and all uploads into one file, also while the server runs and
without holding up its writes. The file is then read back to its end: every upload by its
hash, the database by restoring it to a scratch directory, checking and counting. Only then does
it get its name; if anything goes wrong before, nothing is left behind. It holds everything that
was acknowledged before it began. Uploads whose bytes are missing in the data directory are
reported, and it ends with 1: the file is good, but an older one may have them. A scheduled backup
then removes no older one.

If a passphrase is set, the file is encrypted with it, in the age format: give the file a name
such as chat8.tar.age, and keep the passphrase somewhere else than on the server. Without it
nobody can open the file: neither Chat8 nor the age program. An unencrypted file is a tar that
anyone who has it can read, except for messages that people encrypted for each other.

It needs free space for the file and two more copies of the database, beside the file.
Scheduled: CHAT8_BACKUP_DIR, CHAT8_BACKUP_EVERY, CHAT8_BACKUP_KEEP. Copy backups to another
machine: a backup on the same disk is lost with it.`,
    examples: [
      'chat8 backup /mnt/usb/chat8.tar',
      'CHAT8_BACKUP_PASSPHRASE_FILE=/etc/chat8/passphrase chat8 backup chat8.tar.age',
    ],
  },
  restore: {
    usage: ['restore FILE [--json]'],
    text: `Puts a backup into a data directory that is empty or does not exist yet. The file
is read to its end and proven before the directory appears, so it is there whole or not at
all. An encrypted one needs its passphrase in CHAT8_BACKUP_PASSPHRASE or
CHAT8_BACKUP_PASSPHRASE_FILE.

Clients notice that the data was restored, and load it again; what was said after the backup is
gone. To test a backup without restoring it: chat8 check FILE.`,
    examples: ['chat8 restore chat8.tar --data-dir /var/lib/chat8'],
  },
  check: {
    usage: ['check [--json]', 'check FILE [--json]'],
    text: `Without a FILE: examines the data directory and changes nothing in it: the database
with all its indexes and references, uploads without rows, rows without uploads, wrong sizes.
It also works while the server runs. With a FILE: proves a backup as when it was made, encrypted
or not.

Ends with 1 if it finds anything; with --json the list of faults is on stdout. In that case,
restore the last proven backup (chat8 status names it), and keep the faulty directory until you
have everything you need.`,
    examples: ['chat8 check --data-dir /var/lib/chat8', 'chat8 check /mnt/usb/chat8.tar'],
  },
  user: {
    usage: [
      'user list [--json]',
      'user create NAME [EMAIL]',
      'user reset-password NAME',
      'user disable NAME',
      'user enable NAME',
      'user delete NAME',
    ],
    text: `Manages accounts by name or e-mail address, also while the server runs. A new password is
printed once and stored nowhere: to stderr if stdout takes nothing, with exit code 1. A reset and
disable end the person's sessions within a second.

A reset does not open encrypted messages: for those the person needs the recovery code or an
earlier password. delete removes the account with its messages and files, for both sides and
forever; make a backup first. No command reads what people wrote; list shows only sizes and
counts.`,
    examples: ['chat8 user create alice alice@example.org', 'chat8 user list --json'],
  },
  invite: {
    usage: ['invite create [--uses N] [--expires 7d]', 'invite list', 'invite revoke CODE'],
    text: `Invitations from the operator, for CHAT8_REGISTRATION=invite. The link is
complete if CHAT8_PUBLIC_URL is set. Without flags: one use, seven days.`,
    examples: ['chat8 invite create --uses 5 --expires 30d'],
  },
  audit: {
    usage: ['audit [--json]'],
    text: `Who on this machine ran which command, when, and with what result: each is recorded
before it does anything, a backup and a restore once they are done. People are listed by their
number, so that it holds no name of a deleted account. It is the file audit.log in the data directory, and part of every backup.`,
    examples: ['chat8 audit'],
  },
  compact: {
    usage: ['compact [--json]'],
    text: `Gives the space of deleted messages back to the disk, in small steps beside the
service; the server does so by itself when a quarter of the file is free. A database made
before Chat8 could do that is rewritten once: stop the server for that, and have as much free
space as the database takes.`,
    examples: ['chat8 compact'],
  },
  status: {
    usage: ['status [--json]'],
    text: `What runs and how it is: people, connections, sizes, room on the disk, the last
backup that was proven restorable, and whether the last one failed. The same for machines: GET
/healthz, and /metrics if CHAT8_METRICS_TOKEN is set. room: "low" means that it is time to free
some space; below CHAT8_MIN_FREE uploads are refused, so that messages still have room.`,
    examples: ['chat8 status', 'chat8 status --json'],
  },
  setup: {
    usage: ['setup nginx|caddy|haproxy|systemd|docker [settings]'],
    text: `Prints a snippet for this configuration. It also says which ports calls need: past a proxy,
out of a container, in a firewall.`,
    examples: ['chat8 setup caddy --public-url https://chat.example.org'],
  },
  doctor: {
    usage: ['doctor [--json] [settings]'],
    text: `Looks for what is wrong, or soon will be, and says what to do. It then ends with 1; with --json
the findings are on stdout. If a server is running, it checks the settings of that server.

For calls it asks the relay for an answer by UDP and TCP at each address of this machine and at the
public name, and over TLS at the port of the page, and looks who has reached it since the start.
Whether it is reached from elsewhere it can't see from here: that is told by the call doctor in the
settings of the web client.`,
    examples: ['chat8 doctor --data-dir /var/lib/chat8'],
  },
  version: {
    usage: ['version'],
    text: 'Says which version this is.',
    examples: ['chat8 version'],
  },
  help: {
    usage: ['help [COMMAND]'],
    text: 'Says what there is: all commands and settings, or all about one command.',
    examples: ['chat8 help', 'chat8 help backup'],
  },
};

const columns = 78;

/** Wraps paragraphs to the width of a terminal. */
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

/** Undefined if there is no such command. */
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
        'them. It ends with 0 when done, 1 when refused or when faults were found, 2 when it ' +
        'was called in a wrong way.',
    ),
  ].join('\n');
};
