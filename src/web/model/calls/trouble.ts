// Why a microphone, a camera or a screen can't be had (Media Capture and Streams, 10.2).
export type MediaTrouble =
  /** The person or the system refused it. */
  | 'denied'
  | 'missing'
  /** Another program has it, or it is broken. */
  | 'busy'
  /** It was there until now. */
  | 'gone'
  /** The page is not one to which a browser gives any. */
  | 'insecure';

const BY_NAME: Record<string, MediaTrouble> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  TypeError: 'insecure',
};

export const troubleOf = (error: unknown): MediaTrouble =>
  BY_NAME[error instanceof Error || error instanceof DOMException ? error.name : ''] ?? 'busy';
