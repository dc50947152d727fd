// backup, restore and check: on the files of a data directory, beside a running server.
import { resolve } from 'node:path';
import { readConfig } from '../config/read';
import { beginAudit, systemUser } from '../operator/audit';
import { backup } from '../operator/backup/backup';
import { check, checkBackup } from '../operator/backup/check';
import { restore } from '../operator/backup/restore';
import { giveWay } from '../platform/child-process';
import { readArguments } from './arguments';
import { CommandFailure, mustBeWords } from './failure';
import { format } from './format';
import { createProgress } from './progress';

const fileOf = (words: string[], command: string): string => {
  mustBeWords(words, ['FILE'], `${command} FILE`);
  const [file = ''] = words;
  return resolve(file);
};

const shown = (result: object, isJson: boolean) =>
  isJson ? JSON.stringify(result) : format(result);

/** Clears the progress line before anything else is printed. */
const shownWith = async <Value>(act: (progress: ReturnType<typeof createProgress>) => Value) => {
  const progress = createProgress();
  try {
    return await act(progress);
  } finally {
    progress.clear();
  }
};

/** Records that a copy of all data was made or restored. Failing to record is no reason to fail now. */
const note = (data_dir: string, command: string, subject: string) => {
  try {
    beginAudit(data_dir, { by: systemUser(), command, subject })('done');
  } catch {
    // A full disk: that is when the backup is needed most.
  }
};

export const runBackup = async (args: string[]): Promise<string> => {
  const { words, settings, isJson } = readArguments(args);
  const target = fileOf(words, 'backup');
  giveWay();
  const { data_dir, backup_passphrase: passphrase } = readConfig(settings);
  const made = await shownWith((progress) => backup({ data_dir, target, passphrase, progress }));
  note(data_dir, 'backup', target);
  const { uploads_missing } = made;
  if (uploads_missing === 0) return shown(made, isJson);
  // The file is good, but an older backup may have what this one lacks, so it is no success.
  const fault = `${uploads_missing} uploads have no bytes in ${data_dir}, see chat8 check`;
  const output = isJson ? JSON.stringify(made) : '';
  throw new CommandFailure([`${fault}; all else is in ${target}, proven`], 1, output);
};

export const runRestore = async (args: string[]): Promise<string> => {
  const { words, settings, isJson } = readArguments(args);
  const file = fileOf(words, 'restore');
  const { data_dir, backup_passphrase: passphrase } = readConfig(settings);
  const { counts, created_at, version } = await shownWith((progress) =>
    restore({ file, data_dir, passphrase, progress }),
  );
  note(data_dir, 'restore', file);
  return shown({ restored_to: data_dir, made_at: created_at, made_by: version, ...counts }, isJson);
};

/** @throws Error with every fault */
export const runCheck = async (args: string[]): Promise<string> => {
  const { words, settings, isJson } = readArguments(args);
  const { data_dir, backup_passphrase: passphrase } = readConfig(settings);
  if (words.length > 0) {
    const file = fileOf(words, 'check');
    const { counts, created_at, version } = await shownWith((progress) =>
      checkBackup({ file, passphrase, progress }),
    );
    return shown({ restorable: true, made_at: created_at, made_by: version, ...counts }, isJson);
  }
  giveWay();
  const faults = await check(data_dir);
  if (faults.length > 0) throw new CommandFailure(faults, 1, isJson ? JSON.stringify(faults) : '');
  return isJson ? '[]' : 'no faults found';
};
