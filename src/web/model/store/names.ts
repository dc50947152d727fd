// By what names this device keeps what it has of a person: pages write it, the service worker reads it.
import { day_ms } from '../../../protocol/limits';

/** Both are those of the first build, which devices have. */
export const DEVICE_DATABASE = 'chat8';
export const DEVICE_STORE = 'kept';

export const vaultName = (user_id: number): string => `vault ${user_id}`;
export const deviceKeyName = (user_id: number): string => `device key ${user_id}`;
export const storeKeyName = (user_id: number): string => `store key ${user_id}`;
/** This person's session was ended from elsewhere: it is said to whoever signs in as them here. */
export const endedName = (user_id: number): string => `ended elsewhere ${user_id}`;
/** The app lock of this person's device, and how often it was tried in vain. */
export const lockName = (user_id: number): string => `app lock ${user_id}`;
export const lockTriesName = (user_id: number): string => `app lock tries ${user_id}`;
/** Whose device it is that is locked. */
export const LOCKED_PERSON = 'locked person';
export const seenName = (user_id: number): string => `seen messages ${user_id}`;

/** In localStore: which data of the server this device heard of last; a restore makes it another. */
export const epochName = (user_id: number): string => `epoch ${user_id}`;
/** In localStore, before a friend's id: up to which message it reached their devices. */
export const deliveredPrefix = (user_id: number): string => `delivered ${user_id} `;

/** What a person wants of the notifications on this device. */
export const wishName = (user_id: number): string => `push ${user_id}`;
/** Whose conversations open here without the server. */
export const LAST_PERSON = 'person';
/** Who signed in here last, in localStore. */
export const LAST_NAME = 'last name';
export const LAST_ID = 'last id';
/** Their profile, in the offline store. */
export const KEPT_PROFILE = 'me';

export const offlineName = (user_id: number): string => `chat8 offline ${user_id}`;

/** So long what is kept opens by itself after the last word of the server. */
export const unheard_max_ms = 14 * day_ms;
