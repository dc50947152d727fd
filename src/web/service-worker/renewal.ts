// A browser may exchange a subscription while no page is open (Push API, `pushsubscriptionchange`): the
// worker tells the server, by a token that it holds for this.
import type { PushMemory } from '../model/store/push-memory';
import type { PushRegistration, PushSubscriptionChange } from './scope';

interface Needs {
  registration: PushRegistration;
  memory: PushMemory;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** Chromium gives the new one, Firefox only the old one. */
export const renew = async (
  { registration, memory, fetch }: Needs,
  { oldSubscription, newSubscription }: PushSubscriptionChange,
): Promise<void> => {
  const renew_token = await memory.get('renew_token');
  const key = oldSubscription?.options.applicationServerKey;
  if (renew_token === undefined || (!newSubscription && !key)) return;
  const fresh =
    newSubscription ??
    (await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key ?? null,
    }));
  const { endpoint, keys } = fresh.toJSON();
  const answer = await fetch('/api/v1/push/renewal', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ renew_token, endpoint, keys }),
  });
  if (!answer.ok) return;
  const { data } = (await answer.json()) as { data: { renew_token: string } };
  await memory.put('renew_token', data.renew_token);
};
