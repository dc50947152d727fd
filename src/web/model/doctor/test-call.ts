// The test call that the server gives relays for: with oneself, with a friend who is asked, or one that a
// friend has begun.
import { fetchIceServers } from '../calls/ice-servers';
import type { IceServer } from '../calls/platform';
import type { Api } from '../net/api';
import { isRefusal } from '../net/api-error';
import { isText, record } from '../net/shape';
import type { Clock } from '../platform';

/** The server gives one in ten seconds. */
const again_ms_max = 12_000;

export interface TestCall {
  call_id: string;
  servers: IceServer[];
}

const isMade = record<{ call_id: string }>({ call_id: isText });

/** @throws ApiError */
const makeTestCall = async (
  { api, clock }: { api: Api; clock: Clock },
  friend_id: number | null,
): Promise<string> => {
  const body = friend_id === null ? {} : { user_id: friend_id };
  const make = () => api.post('/calls/test', body, isMade);
  const made = await make().catch(async (error) => {
    if (!isRefusal(error, 'tooManyRequests')) throw error;
    const { retry_after_s } = error.details;
    const wait_ms = typeof retry_after_s === 'number' ? retry_after_s * 1_000 : again_ms_max;
    await new Promise<void>((next) => clock.after(Math.min(wait_ms, again_ms_max), next));
    return make();
  });
  return made.call_id;
};

/** @throws ApiError */
export const openTestCall = async (
  needs: { api: Api; clock: Clock },
  friend_id: number | null,
  joined: string | undefined,
): Promise<TestCall> => {
  const call_id = joined ?? (await makeTestCall(needs, friend_id));
  return { call_id, servers: await fetchIceServers(needs.api, call_id) };
};
