// The id that a sender gives to a message.
import { mid_bytes } from '../../protocol/envelope';
import { randomBytes, toBase64url } from './bytes';

/** 16 random bytes, base64url (22 characters). */
export const newMid = (): string => toBase64url(randomBytes(mid_bytes));
