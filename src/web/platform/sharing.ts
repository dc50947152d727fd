// What another program of this device shared, as the service worker has it (service-worker/sharing).
import type { Shared } from '../model/platform';

/** The worker may have ended meanwhile, and what it had with it. */
const shared_within_ms = 5_000;

export const askShared = async (): Promise<Shared | null> => {
  if (location.search !== '?shared') return null;
  // Loaded again, it is asked for no more.
  history.replaceState(history.state, '', `/${location.hash}`);
  const { controller } = navigator.serviceWorker ?? {};
  if (!controller) return null;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(null), shared_within_ms);
    controller.postMessage({ type: 'shared' }, [port2]);
  });
};
