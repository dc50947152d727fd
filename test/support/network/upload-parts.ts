// Uploads in parts, as a client that knows the API would send them.
import { expect } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { call, type Person } from '../person';
import type { Server } from '../server';

export const begin = (who: Person, to: { id: number }, size: number, name = 'film.bin') =>
  who.post('/upload/parts', { receiver_id: to.id, name, size });

/** @returns the id of an upload that was begun */
export const begun = async (
  who: Person,
  to: { id: number },
  size: number,
  name?: string,
): Promise<string> => {
  const answer = await begin(who, to, size, name);
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
  return answer.body.data.upload_id;
};

export const put = async (
  { url, token }: Person,
  id: string,
  offset: number | string,
  body: BodyInit,
) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
  const path = `${url}/api/v1/upload/parts/${id}?offset=${offset}`;
  const answer = await fetch(path, { method: 'PUT', headers, body });
  return { status: answer.status, body: await answer.json() };
};

export const done = ({ url, token }: Person, id: string) =>
  call(url, 'POST', `/api/v1/upload/parts/${id}/done`, { token });

export const stands = (who: Person, id: string) => who.get(`/upload/parts/${id}`);

/** What is on the disk: parts, and files that are complete. */
export const partsAndFiles = ({ dir }: Pick<Server, 'dir'>) => {
  const list = (name: string) =>
    existsSync(join(dir, name))
      ? readdirSync(join(dir, name), { recursive: true, withFileTypes: true }).filter((entry) =>
          entry.isFile(),
        ).length
      : 0;
  return { parts: list('parts'), files: list('files') };
};

export const codeOf = ({
  status,
  body,
}: {
  status: number;
  body: { error?: { code: string } };
}) => [status, body.error?.code];
