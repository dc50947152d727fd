import { visible_said_ms } from '../../protocol/push-limits';
import type { Frames } from '../../realtime/incoming';
import { onFrame } from '../../realtime/incoming';
import type { World } from '../../world';
import { Visible } from './model';

export const pushFrames = ({ clock }: Pick<World, 'clock'>): Frames => ({
  visible: onFrame(
    {
      zh: '页面是否可见，可见时每 20 秒重复',
      en: 'Whether the page can be seen; again every 20 seconds while it can',
      data: Visible,
    },
    (device, { visible }) => {
      device.visible_until = visible ? clock.now() + visible_said_ms : 0;
    },
  ),
});
