import type { Frames } from '../../realtime/incoming';
import { onFrame } from '../../realtime/incoming';
import type { World } from '../../world';
import { Draft } from './model';
import { sendMessage } from './send';

export const messageFrames = (world: World): Frames => ({
  send_message: onFrame(
    { zh: '发送消息', en: 'Send a message, as POST /messages', data: Draft, answered: true },
    async (device, draft, acknowledge) => {
      await sendMessage(world, { id: device.user_id }, draft, {
        origin: device,
        // In the order of the commit, so that no event with a later `seq` comes before it.
        settled: (message, events) =>
          acknowledge(message, events.find(({ type }) => type === 'message_sent')?.seq),
      });
    },
  ),
});
