// A sign-out that did not reach the server is owed: it is done by the token of that session, which may
// have expired, and with its cookie, before anybody refreshes or signs in here.

import type { Api } from '../net/api';
import { ApiError, NETWORK } from '../net/api-error';
import type { Device } from '../store/device';

const NAME = 'owed sign-out';

export const createOwedSignOut = ({ api, device }: { api: Api; device: Device }) => ({
  /** False if it is owed from now on. */
  async endOrOwe(): Promise<boolean> {
    const token = api.token();
    if (await api.endSession(token)) return true;
    await device.put(NAME, token);
    return false;
  },
  /** @throws ApiError without a network: nobody comes in before it is done */
  async settleOwed(): Promise<void> {
    const token = await device.get<string>(NAME);
    if (token === undefined) return;
    if (!(await api.endSession(token))) throw new ApiError(0, NETWORK);
    await device.remove(NAME);
  },
});
