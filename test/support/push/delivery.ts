// Pushes for Chromium, which has no push service here: its page subscribes at one of the tests, and
// what came there is handed to the worker by the browser's debugger.
import type { BrowserContext, Page } from 'playwright-core';
import { browserSubscription, type PushService } from '../network/push-service';
import { eventually } from '../timing';

/** From the next page on. */
export const subscribesAt = async (context: BrowserContext, service: PushService) => {
  const path = '/chromium';
  const browser = browserSubscription(service.origin + path);
  const { endpoint, keys } = browser;
  await context.addInitScript(
    (known) => {
      let current: object | null = null;
      Object.assign(PushManager.prototype, {
        getSubscription: async () => current,
        subscribe: async ({ applicationServerKey }: PushSubscriptionOptionsInit) => {
          current = {
            options: { applicationServerKey },
            toJSON: () => known,
            async unsubscribe() {
              current = null;
              return true;
            },
          };
          return current;
        },
      });
    },
    { endpoint, keys },
  );
  return {
    /** The newest that came, as the worker is given it. */
    newest(): string {
      const [last] = service.for(path).slice(-1);
      if (last === undefined) throw new Error('nothing was pushed');
      return JSON.stringify(browser.open(last.body).payload);
    },
    count: () => service.for(path).length,
  };
};

/**
 * Hands data to the worker of that origin, as a push service would, and waits until the worker is done
 * with it. Whoever looks meanwhile what is shown takes it away: Chromium compares what it has written down
 * with what was on the screen when the look began, and forgets the rest.
 */
export const openDelivery = async (page: Page, origin: string) => {
  const devtools = await page.context().newCDPSession(page);
  const service = 'pushMessaging';
  let completed = 0;
  devtools.on('BackgroundService.backgroundServiceEventReceived', (event) => {
    if (event.backgroundServiceEvent.eventName === 'Push event completed') completed += 1;
  });
  await devtools.send('BackgroundService.startObserving', { service });
  await devtools.send('BackgroundService.setRecording', { service, shouldRecord: true });
  const registered = Promise.withResolvers<string>();
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
    if (ours) registered.resolve(ours.registrationId);
  });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered.promise;
  return async (data: string): Promise<void> => {
    const before = completed;
    await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    await eventually(() => completed > before);
  };
};

/** What the system shows of this page's origin. */
export const shownOn = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({
      title,
      body,
      tag,
    }));
  });
