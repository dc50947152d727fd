// Credentials by the TURN REST convention (draft-uberti-behave-turn-rest-00, 2.2): the name says
// until when, for which call and for whom, and the password is a MAC over the name. Until when is
// not looked at: whether the call lives is.
import { longTermKey } from '../stun/integrity';
import { macOf } from '../stun/mac';

export const realm = 'chat8';
const name = /^\d{1,12}:([^:]{1,64}):(\d{1,15})$/;

export interface Credentials {
  username: string;
  call_id: string;
  user_id: number;
  /** For MESSAGE-INTEGRITY. */
  key: Uint8Array;
}

export const createCredentials = (secret: string) => {
  const passwordOf = (username: string): string =>
    macOf('sha1', secret, username).toString('base64');
  return {
    /** What this server would have given out under that name; undefined if it gives out none such. */
    of(username: string): Credentials | undefined {
      const [, call_id, user_id] = name.exec(username) ?? [];
      if (call_id === undefined) return undefined;
      const key = longTermKey(username, realm, passwordOf(username));
      return { username, call_id, user_id: Number(user_id), key };
    },
  };
};
