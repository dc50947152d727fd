// One record of the outbox on its way to the server: a file first, then the message that names it.
import type { Message } from '../../../../protocol/objects';
import type { Sealer } from '../../keys/sealer';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import { ApiError, isRefusal } from '../../net/api-error';
import type { ChangeQueue } from '../change-queue';
import type { MessageTable } from '../table';
import type { Uploads } from '../uploads';
import type { Outgoing } from './outgoing';
import { noTries } from './retries';
import type { Waiting, WaitingList } from './waiting';

interface Needs {
  api: Api;
  changes: ChangeQueue;
  /** One that was taken back while it was on its way. */
  removeSent: (message: Message) => Promise<void>;
  sealer: Sealer;
  table: MessageTable;
  uploads: Uploads;
  userId: () => number;
  waiting: WaitingList;
}

/** Sealed and posted: the message as the server has it. */
const createPost = ({ api, sealer, waiting }: Needs) => {
  const postOnce = (known: Waiting, signal: AbortSignal): Promise<Message> => {
    const { receiver_id: to, message_type, client_id, file_id, body } = known.outgoing;
    const reply_to = known.outgoing.isAnswerToNothing ? null : known.outgoing.reply_to;
    return sealer.deliver({
      plain: { to, type: message_type, body, mid: client_id },
      sealed: known.outgoing.sealed,
      keep: (sealed) => waiting.keep(known, { sealed }),
      post: (sealed) =>
        api.ask('POST', '/messages', answers.message, {
          body: {
            receiver_id: to,
            client_id,
            message_type,
            ...(sealed
              ? { content: sealed.content, is_encrypted: true }
              : { content: body.text ?? '' }),
            ...(file_id ? { file_id } : {}),
            ...(reply_to ? { reply_to } : {}),
            ...(body.expires_in ? { expires_in: body.expires_in } : {}),
          },
          signal,
        }),
    });
  };

  /**
   * What it answers to may be deleted by now, or lost by a restore, and its number given to a message of
   * another conversation by the next one: what was written goes all the same.
   */
  const isGone = (error: unknown): boolean =>
    isRefusal(error, 'noSuchMessage') || isRefusal(error, 'messageNotYours');
  return (known: Waiting, signal: AbortSignal): Promise<Message> =>
    postOnce(known, signal).catch(async (error) => {
      if (known.outgoing.reply_to === null || !isGone(error)) throw error;
      await waiting.keep(known, { isAnswerToNothing: true });
      return postOnce(known, signal);
    });
};

/** As it was before: what names a file in the clear is the text of its message. */
const withoutUpload = ({ body: { text: _, ...body } }: Outgoing): Partial<Outgoing> => ({
  body,
  file_id: undefined,
  upload: undefined,
});

export const createDelivery = (needs: Needs) => {
  const { api, changes, removeSent, table, uploads, userId, waiting } = needs;
  const post = createPost(needs);

  /** Its file went up in the clear, and meanwhile its receiver has a key. @throws ApiError */
  const liesOpen = async ({ file, file_id, body, receiver_id }: Outgoing): Promise<boolean> =>
    file !== undefined &&
    file_id !== undefined &&
    body.file === undefined &&
    (await needs.sealer.hasKey(receiver_id));

  /** It is stored, under the keys of an earlier try. @throws ApiError if it is not to be found */
  const findStored = async ({ outgoing }: Waiting): Promise<Message> => {
    const { messages } = await api.get(
      `/messages/${outgoing.receiver_id}?limit=100`,
      answers.history,
    );
    const isIt = ({ client_id, sender_id }: Message) =>
      client_id === outgoing.client_id && sender_id === userId();
    const stored = messages.find(isIt);
    if (stored === undefined) throw new ApiError(502, 'NOT_THE_ANSWER');
    return stored;
  };

  /** @throws ApiError, or AbortError if it is no longer to be sent, or `signal` ends the request */
  return async (known: Waiting, signal: AbortSignal): Promise<void> => {
    const { client_id } = known.outgoing;
    if (await liesOpen(known.outgoing)) await waiting.keep(known, withoutUpload(known.outgoing));
    const { file, file_id } = known.outgoing;
    if (file && file_id === undefined) {
      const steps = {
        progress: (part: number) => void waiting.show(known, part),
        keep: (changed: Partial<Outgoing>) => waiting.keep(known, changed),
        // What gets on is not given up.
        advanced: () => void Object.assign(known.tries, noTries()),
      };
      await waiting.keep(known, await uploads.upload(known.outgoing, steps));
    }
    const asked = table.now();
    const message = await post(known, signal).catch((error) => {
      if (!isRefusal(error, 'clientIdReused')) throw error;
      return findStored(known);
    });
    // Another message under its id is no answer: what was written is kept.
    const isAnswer = message?.deleted || message?.client_id === client_id;
    if (!isAnswer || message.sender_id !== userId()) throw new ApiError(502, 'NOT_THE_ANSWER');
    if (waiting.wasTakenBack(client_id)) return removeSent(message);
    await changes.apply({ type: 'message', message, isNew: true, asked });
    await waiting.done(client_id);
    waiting.notifyTabs('sent', client_id);
  };
};

export type Deliver = ReturnType<typeof createDelivery>;
