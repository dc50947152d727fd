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
  /** Or its topmost pane. False if none is open, or the topmost is closing already. */
  closeTopDialog(): boolean;
}

/** In the order in which they were opened, wherever they stand in the page. */
const layerOf = ({ dataset }: HTMLElement): number => Number(dataset.layer ?? 0);

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
    const open = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')];
    const top = open.sort((a, b) => layerOf(a) - layerOf(b)).at(-1);
    // One pane at a time: it goes back in the dialog first.
    const back = top?.querySelector<HTMLElement>(':scope > .dialog-head > .only-narrow');
    if (back?.checkVisibility()) back.click();
    else top?.close();
    return top !== undefined;
  },
});
