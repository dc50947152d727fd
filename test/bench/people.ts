// People of the benchmarks.
import { randomBytes } from 'node:crypto';
import { ARGON2ID } from '../../src/protocol/kdf';
import { call } from '../support/person';

export interface Someone {
  id: number;
  token: string;
  path: string;
}

/** With a key that the client derived: the server has no work with it. */
export const signUp = async (url: string, number: number): Promise<Someone> => {
  const username = `person${number}`;
  const password = randomBytes(32).toString('base64url');
  const kdf = { ...ARGON2ID, salt: randomBytes(16).toString('base64url') };
  const email = `${username}@example.org`;
  const body = { username, email, password, confirm_password: password, kdf };
  const { body: answer } = await call(url, 'POST', '/api/v1/auth/register', { body });
  const { user_id: id, access_token: token } = answer.data;
  return { id, token, path: `/ws/${id}?token=${token}` };
};
