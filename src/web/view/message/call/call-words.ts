// A call that was, in words.
import type { CallView } from '../../../../protocol/objects';
import { minutes } from '../../../i18n/format';
import type { Item } from '../../../model/messages/item';
import type { Client } from '../../ui/use-app';

const MISSED: readonly CallView['outcome'][] = ['missed', 'cancelled', 'busy'];

/** The reader was called, and did not hear it in time. */
export const isMissedByMe = ({ outcome }: CallView, isMine: boolean): boolean =>
  !isMine && MISSED.includes(outcome);

export const callText = ({ t }: Client, call: CallView, isMine: boolean): string => {
  const { line, voice, video } = t.value.call;
  const { kind, outcome, duration_s } = call;
  if (isMissedByMe(call, isMine)) return line.missed[kind];
  switch (outcome) {
    case 'answered':
      return line.answered(kind === 'voice' ? voice : video, minutes(duration_s));
    case 'rejected':
      return (isMine ? line.declinedByThem : line.declinedByMe)[kind];
    case 'missed':
      return line.noAnswer[kind];
    default:
      return line[outcome][kind];
  }
};

export const callTextOf = (app: Client, { call, sender_id }: Item): string =>
  call === null ? '' : callText(app, call, sender_id === app.account.me.value?.id);
