import type { CallKind } from '../../protocol/objects';
import type { Device } from '../../realtime/device';
import type { Frames } from '../../realtime/incoming';
import { onFrame } from '../../realtime/incoming';
import type { World } from '../../world';
import { accept } from './accept';
import { cancel, hangUp, reject } from './end';
import { invite } from './invite';
import { Hangup, Invite, OfCall, Rejoin, Signal } from './model';
import { acceptAgain, rejoin } from './rejoin';
import { signal } from './signal';

const invitation = (world: World, kind: CallKind, zh: string, en: string) =>
  onFrame({ zh, en, data: Invite, answered: true }, (device, { user_id }, acknowledge) =>
    invite(world, device, kind, user_id, acknowledge),
  );

/** About a call, by its id alone. */
const ofCall = (
  world: World,
  zh: string,
  en: string,
  act: (world: World, device: Device, call_id: string) => Promise<void>,
) => onFrame({ zh, en, data: OfCall }, (device, { call_id }) => act(world, device, call_id));

export const callFrames = (world: World): Frames => ({
  voice_call_invite: invitation(world, 'voice', '发起语音通话', 'Invite a friend to a voice call'),
  video_call_invite: invitation(world, 'video', '发起视频通话', 'Invite a friend to a video call'),
  call_accept: ofCall(world, '接听来电', 'Accept a call that rings', async (...asked) => {
    if (!acceptAgain(...asked)) await accept(...asked);
  }),
  call_reject: ofCall(world, '拒绝来电', 'Reject a call that rings', reject),
  call_cancel: ofCall(world, '取消呼叫', 'Take an invitation back', cancel),
  call_hangup: onFrame(
    { zh: '挂断通话', en: 'Hang up', data: Hangup },
    (device, { call_id, failure }) => hangUp(world, device, call_id, failure),
  ),
  call_signal: onFrame(
    { zh: '通话信令，转发给另一台设备', en: 'A signal for the other device', data: Signal },
    (device, { call_id, payload }) => signal(world, device, call_id, payload),
  ),
  call_rejoin: onFrame(
    {
      zh: '在另一连接上继续通话',
      en: 'Go on with a call at another socket of the same session',
      data: Rejoin,
      answered: true,
    },
    (device, data, acknowledge) => rejoin(world, device, data, acknowledge),
  ),
});
