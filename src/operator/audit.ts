// The audit log of the operator's commands: append-only, one JSON object a line. An entry is written
// before its command does anything, so that no command leaves no trace, and again with its outcome.
// People are named by their id, so that it holds no name of a deleted account.
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { AUDIT } from '../platform/data-names';

export type Outcome = 'begun' | 'done' | 'refused';

interface AuditLine {
  /** Ties the two lines of a command. */
  id: string;
  /** RFC 3339. */
  at: string;
  /** The user of the system who asked. */
  by: string;
  command: string;
  /** The subject: `user 3`, a file. */
  subject: string;
  outcome: Outcome;
}

/** By the kernel's user id, because the environment can say anything. */
export const systemUser = (): string => {
  const uid = process.getuid?.();
  if (uid === undefined) return userInfo().username;
  try {
    const rows = readFileSync('/etc/passwd', 'utf8').split('\n');
    const row = rows.map((line) => line.split(':')).find(([, , id]) => id === String(uid));
    return row?.[0] ?? `uid ${uid}`;
  } catch {
    return `uid ${uid}`;
  }
};

const append = (data_dir: string, line: AuditLine): void => {
  const file = openSync(join(data_dir, AUDIT), 'a', 0o600);
  try {
    writeSync(file, `${JSON.stringify(line)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Records the outcome, and the subject if it was not known before. @throws system errors */
export const beginAudit = (
  data_dir: string,
  what: Pick<AuditLine, 'by' | 'command' | 'subject'>,
) => {
  const id = randomBytes(6).toString('hex');
  const note = (outcome: Outcome, subject = what.subject) =>
    append(data_dir, { id, at: new Date().toISOString(), ...what, subject, outcome });
  note('begun');
  return note;
};

/** Oldest first, each command once, with its outcome. */
export const readAudit = (data_dir: string): AuditLine[] => {
  let text: string;
  try {
    text = readFileSync(join(data_dir, AUDIT), 'utf8');
  } catch {
    return [];
  }
  const commands = new Map<string, AuditLine>();
  for (const line of text.split('\n')) {
    // A power cut may leave half a line.
    const read = parse(line);
    if (read) commands.set(read.id, read);
  }
  return [...commands.values()];
};

const parse = (line: string): AuditLine | undefined => {
  try {
    return JSON.parse(line) as AuditLine;
  } catch {
    return undefined;
  }
};
