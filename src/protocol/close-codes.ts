/** Why a socket was closed (RFC 6455, 7.4; 4000 to 4999 are private, these are ours). */
export const CLOSE = {
  stopping: 1001,
  frameTooLarge: 1009,
  sessionOver: 4401,
  unheard: 4408,
  flood: 4429,
} as const;
