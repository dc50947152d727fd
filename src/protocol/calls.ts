// Calls: the words of both ends, and what clients send. The server's events stand in events.ts, the
// message that a call leaves in objects.ts.
import type { CallKind } from './objects';

/** How the frame is called that invites to each kind. */
export const INVITATIONS = {
  voice_call_invite: 'voice',
  video_call_invite: 'video',
} as const satisfies Record<string, CallKind>;

interface OfCall {
  call_id: string;
}

/** What a client sends, by the name of the frame. */
export interface CallFrames {
  voice_call_invite: { user_id: number };
  video_call_invite: { user_id: number };
  call_accept: OfCall;
  call_reject: OfCall;
  call_cancel: OfCall;
  /** `payload` is anything: between people with keys a sealed envelope. */
  call_signal: OfCall & { payload: unknown };
  call_hangup: OfCall;
  call_rejoin: OfCall & { device_token: string };
}

/** What the `ack` of an invitation carries. By the token another socket of the session goes on. */
export interface InvitationAnswer extends OfCall {
  device_token: string;
}

/** What the `ack` of `call_rejoin` carries: `device` once somebody has accepted. */
export interface RejoinAnswer extends OfCall {
  kind: CallKind;
  state: 'ringing' | 'accepted';
  device?: string;
}
