// The web client that a server carries: how its page is told from any other, and what its service
// worker is told.

/** A header of the page; a sign-in page of a hotel's network does not carry it. */
export const BUILD_HEADER = 'x-chat8-build';

/** Stands before the script at `/sw.js`, so that another build is another script. */
export interface Release {
  build: string;
  /** The paths of all files that the page may load. */
  assets: string[];
  /** False: the worker answers no request, and drops what it keeps. */
  isOffline: boolean;
  /** Whether the worker is needed for push. */
  isPush: boolean;
}

/** Where a server says which one it is: its page names the same id, and asks for it at another address. */
export const SERVER_ID_PATH = '/server-id';
