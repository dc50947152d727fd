import type { Frames } from '../../realtime/incoming';
import { onFrame } from '../../realtime/incoming';
import type { World } from '../../world';
import { invite } from './invite';
import { Invite } from './model';

export const callFrames = (world: World): Frames => ({
  voice_call_invite: onFrame(
    { zh: '发起语音通话', en: 'Invite a friend to a voice call', data: Invite, answered: true },
    (device, { user_id }, acknowledge) =>
      acknowledge(invite(world, device.user_id, 'voice', user_id)),
  ),
  video_call_invite: onFrame(
    { zh: '发起视频通话', en: 'Invite a friend to a video call', data: Invite, answered: true },
    (device, { user_id }, acknowledge) =>
      acknowledge(invite(world, device.user_id, 'video', user_id)),
  ),
});
