// The browser's history as this page uses it.

export interface PageHistory {
  /** What stands in the address after the path, with its `#`. */
  hash: () => string;
  /** As a link would: an entry of its own, which has no state. */
  follow(hash: string): void;
  /** Nothing but the host is in the address. */
  isPlain: () => boolean;
  state: () => unknown;
  push(state: object, address: string): void;
  /** Without an address it stays as it is. */
  replace(state: object, address?: string): void;
  /** Comes about later, by `onMove`, unless there is nothing to go back to. */
  back(): void;
  onMove(act: () => void): void;
  /** False if none is open, or the topmost is closing already. */
  closeTopDialog(): boolean;
}

export const pageHistory = (): PageHistory => ({
  hash: () => location.hash,
  follow(hash) {
    location.hash = hash;
  },
  isPlain: () => location.pathname === '/' && location.hash === '' && location.search === '',
  state: () => history.state,
  push: (state, address) => history.pushState(state, '', address),
  replace: (state, address) => history.replaceState(state, '', address),
  back: () => history.back(),
  onMove: (act) => addEventListener('popstate', act),
  closeTopDialog() {
    const top = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].at(-1);
    top?.close();
    return top !== undefined;
  },
});
