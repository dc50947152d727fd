// backup, restore and check: on the files of a data directory, beside a running server.
import { resolve } from 'node:path';
import { readConfig } from '../config';
import { backup } from '../operator/backup';
import { check } from '../operator/check';
import { restore } from '../operator/restore';
import { readArguments } from './arguments';
import { format } from './format';

/** On a terminal, what takes longer than a second says where it is. */
const createProgress = () => {
  let said = Date.now();
  return (name: string) => {
    if (process.stderr.isTTY !== true || Date.now() - said < 1_000) return;
    said = Date.now();
    process.stderr.write(`… ${name}\n`);
  };
};

const fileOf = (words: string[], command: string): string => {
  const [file] = words;
  if (file === undefined || words.length > 1) throw new Error(`usage: chat8 ${command} FILE`);
  return resolve(file);
};

const shown = (result: object, isJson: boolean) =>
  isJson ? JSON.stringify(result) : format(result);

export const runBackup = async (args: string[]): Promise<string> => {
  const { words, settings, isJson } = readArguments(args);
  const file = fileOf(words, 'backup');
  return shown(await backup(readConfig(settings).data_dir, file, createProgress()), isJson);
};

export const runRestore = async (args: string[]): Promise<string> => {
  const { words, settings, isJson } = readArguments(args);
  const file = fileOf(words, 'restore');
  const { data_dir } = readConfig(settings);
  const { counts, created_at, version } = await restore(file, data_dir, createProgress());
  return shown({ restored_to: data_dir, made_at: created_at, made_by: version, ...counts }, isJson);
};

/** @throws Error with every fault */
export const runCheck = async (args: string[]): Promise<string> => {
  const { settings, isJson } = readArguments(args);
  const faults = await check(readConfig(settings).data_dir);
  if (faults.length > 0) throw new Error(faults.join('\nchat8: '));
  return isJson ? '[]' : 'no faults found';
};
