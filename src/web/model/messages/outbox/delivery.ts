// One record of the outbox on its way to the server: a file first, then the message that names it.
import type { Message } from '../../../../protocol/objects';
import type { Sealer } from '../../keys/sealer';
import type { Api } from '../../net/api';
import type { Door } from '../apply';
import type { Table } from '../table';
import type { Uploads } from '../uploads';
import type { Waiting, WaitingList } from './waiting';

interface Needs {
  api: Api;
  door: Door;
  sealer: Sealer;
  table: Table;
  uploads: Uploads;
  waiting: WaitingList;
}

const answer_within_ms = 30_000;

export const createDelivery = ({ api, door, sealer, table, uploads, waiting }: Needs) => {
  const post = (known: Waiting): Promise<Message> => {
    const { receiver_id: to, message_type, client_id, file_id, reply_to, body } = known.outgoing;
    return sealer.deliver({
      plain: { to, type: message_type, body, mid: client_id },
      sealed: known.outgoing.sealed,
      keep: (sealed) => waiting.keep(known, { sealed }),
      post: (sealed) =>
        api.ask<Message>('POST', '/messages', {
          body: {
            receiver_id: to,
            client_id,
            message_type,
            ...(sealed
              ? { content: sealed.content, is_encrypted: true }
              : { content: body.text ?? '' }),
            ...(file_id ? { file_id } : {}),
            ...(reply_to ? { reply_to } : {}),
          },
          // Whoever waits for ever keeps all others waiting.
          signal: AbortSignal.timeout(answer_within_ms),
        }),
    });
  };

  /** @throws ApiError, or AbortError if it is no longer to be sent */
  return async (known: Waiting): Promise<void> => {
    const { file, file_id, client_id } = known.outgoing;
    if (file && file_id === undefined) {
      const show = (part: number) => void waiting.show(known, part);
      await waiting.keep(known, await uploads.upload(known.outgoing, show));
    }
    const asked = table.now();
    const message = await post(known);
    await door.apply({ type: 'message', message, isNew: true, asked });
    await waiting.done(client_id);
    waiting.tell('sent', client_id);
  };
};

export type Deliver = ReturnType<typeof createDelivery>;
