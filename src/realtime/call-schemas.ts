// The schemas of the frames of calls, as /docs shows them.
import { Type } from '@sinclair/typebox';
import { CallEnd, Id } from '../protocol/objects';
import { event } from './event-schema';

const Invitation = Type.Object({
  call_id: Type.String(),
  from_user_id: Id,
  from_username: Type.String(),
  from_name: Type.String(),
});

export const CALL_EVENTS = {
  voice_call_invite: event('语音通话邀请', 'An invitation to a voice call', Invitation),
  video_call_invite: event('视频通话邀请', 'An invitation to a video call', Invitation),
  call_accepted: event(
    '通话已接听，发给通话的两台设备',
    'A call was accepted, to its two devices; the one that accepted gets a `device_token`',
    Type.Object({
      call_id: Type.String(),
      device: Type.String(),
      device_token: Type.Optional(Type.String()),
    }),
  ),
  call_signal: event(
    '通话信令，来自另一台设备',
    'A signal from the other device of a call, as it was sent',
    Type.Object({ call_id: Type.String(), payload: Type.Unknown() }),
  ),
  call_rejoined: event(
    '另一台设备已重新加入通话',
    'The other device of a call goes on at another socket: the caller restarts ICE',
    Type.Object({ call_id: Type.String(), user_id: Id }),
  ),
  call_ended: event(
    '通话已结束',
    'A call is over for this device',
    Type.Object({ call_id: Type.String(), reason: CallEnd }),
  ),
  call_test: event(
    '好友请求参与通话测试',
    'A friend asks the open pages to join a test call',
    Type.Object({ call_id: Type.String(), user_id: Id }),
  ),
};
