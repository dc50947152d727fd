// Calls and the call doctor behind the sign-in: the code of each comes when it is first needed.
import { newMid } from '../crypto/mid';
import type { Base } from './base';
import type { Send } from './calls/asking';
import type { CallSettings } from './calls/call-settings';
import { createCallSettings } from './calls/call-settings';
import { createLazyCalls } from './calls/lazy-calls';
import { createLazyDoctor } from './doctor/lazy-doctor';
import type { ServerSocket } from './net/socket';
import type { PushModel } from './push/push';

interface Needs {
  base: Base;
  callSettings: CallSettings;
  send: Send;
}

const connectCalls = ({ base, callSettings, send }: Needs, pushModel: PushModel) => {
  const { clock, openCallPlatform, tab } = base;
  const isQuiet = (): boolean =>
    Date.parse(pushModel.settings.value?.dnd_until ?? '1970') > clock.now();
  const onNetwork = (act: () => void): void => {
    let wasOffline = false;
    tab.onOffline(() => {
      wasOffline = true;
    });
    tab.onWake(() => {
      if (wasOffline) act();
      wasOffline = false;
    });
  };
  return createLazyCalls({
    ...base,
    async load() {
      const [{ createCallClient }, platform] = await Promise.all([
        import('./calls/call-client'),
        openCallPlatform(),
      ]);
      const more = { platform, send, settings: callSettings, onNetwork, isQuiet, newPage: newMid };
      return () => createCallClient({ ...base, ...more });
    },
  });
};

const connectDoctor = ({ base, callSettings, send }: Needs, isInCall: () => boolean) => {
  const { openCallPlatform, screen } = base;
  return createLazyDoctor({
    ...base,
    isInCall,
    async load() {
      const [{ createDoctor }, platform] = await Promise.all([
        import('./doctor/doctor'),
        openCallPlatform(),
      ]);
      const clockOff_ms = () => screen.clockOff_ms.value;
      const more = { platform, send, callSettings, clockOff_ms, newPage: newMid };
      return () => createDoctor({ ...base, ...more });
    },
  });
};

export const createCalling = (base: Base, pushModel: PushModel, socket: () => ServerSocket) => {
  const callSettings = createCallSettings(base);
  const send: Send = (type, data, id) => socket().send(type, data, id);
  const needs = { base, callSettings, send };
  const calls = connectCalls(needs, pushModel);
  const doctor = connectDoctor(needs, calls.isInCall);
  return { calls, callSettings, doctor };
};
