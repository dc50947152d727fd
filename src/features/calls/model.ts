import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { call_id_chars_max } from '../../protocol/call-limits';
import { CALL_FAILURES } from '../../protocol/calls';
import { Id } from '../../protocol/objects';
import { Text } from '../../values/text';

const call_id = Text(1, call_id_chars_max);

export const Invite = Type.Object({ user_id: Id });
export const OfCall = Type.Object({ call_id });
export const Hangup = Type.Object({
  call_id,
  failure: Type.Optional(
    Type.Unknown({
      description: `通话失败的原因 · why the call failed: ${CALL_FAILURES.join(', ')}`,
    }),
  ),
});
export const Signal = Type.Object({
  call_id,
  payload: Type.Unknown({ description: '任意 JSON，至多 64 KiB · any JSON, at most 64 KiB' }),
});
export const Rejoin = Type.Object({ call_id, device_token: Text(1, 64) });

export const IceServersQuery = Type.Object({ call_id });

export const IceServers = Type.Object({
  ice_servers: Type.Array(
    Type.Object({
      urls: Type.Array(Type.String()),
      username: Type.Optional(Type.String()),
      credential: Type.Optional(Type.String()),
    }),
    { description: 'RTCIceServer；STUN 无凭据 · those of STUN have no credentials' },
  ),
  expires_in: Type.Integer(),
});
export type IceServers = Static<typeof IceServers>;

export const TestCallDraft = Type.Object({ user_id: Type.Optional(Id) });
export const TestCallMade = Type.Object({ call_id: Type.String() });
