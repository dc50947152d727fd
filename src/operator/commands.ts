// The commands that work on a world: by the running server, or by the program itself if none
// runs. Each is noted in the log of the server that runs it.
import type { World } from '../world';
import {
  createUser,
  deleteUser,
  disableUser,
  enableUser,
  listUsers,
  OperatorError,
  resetPassword,
} from './accounts';
import { beginAudit, readAudit } from './audit';
import { compact } from './compact';
import { createInvitation, listInvitations, revokeInvitation } from './invitations';
import { status } from './status';

export interface Order {
  /** Such as `user list`. */
  command: string;
  /** The user of the system who asks. */
  by: string;
  words: string[];
  uses?: number;
  expires_s?: number;
}

/** With people's current names. */
const audit = (world: World) =>
  readAudit(world.config.data_dir).map(({ at, by, command, subject, outcome }) => {
    const id = Number(/^user (\d+)$/.exec(subject)?.[1] ?? 0);
    const name = id === 0 ? '' : world.users.namesOf(id).username;
    return { at, by, command, subject: name ? `${subject} (${name})` : subject, outcome };
  });

export interface Command {
  /** The names of its words, as in help; those in brackets may be left out. */
  takes: string[];
  help: string;
  /** Creates the data directory if there is none. */
  begins?: boolean;
  /** Reads only: not in the audit log. */
  isReadOnly?: boolean;
  /** Its result holds a secret that is kept nowhere. */
  isShownOnce?: boolean;
  /** What undoes it if nobody could be shown its result. */
  undo?: (result: Record<string, string>) => Pick<Order, 'command' | 'words'>;
  run(world: World, words: string[], order: Order): unknown;
}

export const COMMANDS: Record<string, Command> = {
  'user list': {
    takes: [],
    help: 'everyone who has an account, and the space they take',
    isReadOnly: true,
    run: listUsers,
  },
  'user create': {
    takes: ['NAME', '[EMAIL]'],
    help: 'an account; its password is printed once',
    begins: true,
    isShownOnce: true,
    undo: ({ username = '' }) => ({ command: 'user delete', words: [username] }),
    run: (world, [name = '', email = '']) => createUser(world, name, email),
  },
  'user reset-password': {
    takes: ['NAME'],
    help: 'a new password, printed once; ends the sessions',
    isShownOnce: true,
    run: (world, [name = '']) => resetPassword(world, name),
  },
  'user disable': {
    takes: ['NAME'],
    help: 'no more signing in; ends the sessions',
    run: (world, [name = '']) => disableUser(world, name),
  },
  'user enable': {
    takes: ['NAME'],
    help: 'signing in again',
    run: (world, [name = '']) => enableUser(world, name),
  },
  'user delete': {
    takes: ['NAME'],
    help: 'erase the account, its messages and files',
    run: (world, [name = '']) => deleteUser(world, name),
  },
  'invite create': {
    takes: [],
    help: 'an invitation: [--uses N] [--expires 7d]',
    begins: true,
    isShownOnce: true,
    undo: ({ code = '' }) => ({ command: 'invite revoke', words: [code] }),
    run: (world, _words, order) => createInvitation(world, order),
  },
  'invite list': {
    takes: [],
    help: 'the operator’s invitations',
    isReadOnly: true,
    run: listInvitations,
  },
  'invite revoke': {
    takes: ['CODE'],
    help: 'take an invitation back',
    run: (world, [code = '']) => revokeInvitation(world, code),
  },
  audit: { takes: [], help: 'the trail of these commands', isReadOnly: true, run: audit },
  compact: {
    takes: [],
    help: 'give the space of what was deleted back to the disk',
    run: compact,
  },
  status: { takes: [], help: 'what runs and how it is', isReadOnly: true, run: status },
};

/** By ids, and by the start of a code: the audit log holds neither names nor usable invitations. */
const subjectOf = ({ users }: World, { command, words: [word = ''] }: Order): string => {
  if (command === 'invite revoke') return `invitation ${word.slice(0, 4)}…`;
  if (!command.startsWith('user ')) return '';
  const user = users.byLogin(word);
  return user === undefined ? '' : `user ${user.id}`;
};

/** @throws OperatorError, Refusal */
export const runCommand = async (world: World, order: Order): Promise<unknown> => {
  const command = COMMANDS[order.command];
  if (command === undefined) throw new OperatorError(`${order.command} is not a command`);
  if (command.isReadOnly) return command.run(world, order.words, order);
  const { data_dir } = world.config;
  const subject = subjectOf(world, order);
  const note = beginAudit(data_dir, { by: order.by, command: order.command, subject });
  world.log.info('operator', { command: order.command, subject, by: order.by });
  try {
    const result = await command.run(world, order.words, order);
    // A new account has its id only now; a deleted one has none any more.
    note('done', subject === '' ? subjectOf(world, order) : subject);
    return result;
  } catch (error) {
    note('refused');
    throw error;
  }
};
