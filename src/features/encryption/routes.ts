import { Elysia } from 'elysia';
import { json } from '../../http/body/json';
import { Success } from '../../http/envelope';
import { operation } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { pathIds } from '../../http/url-parameters';
import type { World } from '../../world';
import {
  KeyPair,
  KeyQuery,
  KeysQuery,
  KeysStored,
  OwnKeys,
  PublicKey,
  PublicKeys,
  VaultQuery,
} from './model';
import { ownKeys } from './own-keys';
import { publicKeyOf, publicKeysOf } from './public-keys';
import { storeKeys } from './store-keys';

export const encryption = (world: World, { keysGuard, answers }: RouteContext) =>
  new Elysia({ prefix: '/api/v1/encryption', tags: ['encryption'] })
    .use(keysGuard)
    .get(
      '/public-key/:user_id',
      ({ params, query, request }) =>
        answers.success(request, publicKeyOf(world, params.user_id, query)),
      {
        params: pathIds('user_id'),
        query: KeyQuery,
        response: { 200: Success(PublicKey) },
        ...operation('获取公钥', "A user's public key", ['noSuchUser', 'noKey']),
      },
    )
    .get(
      '/public-keys',
      ({ query, request }) =>
        answers.success(
          request,
          world.readTransaction(() => publicKeysOf(world, query.user_ids)),
        ),
      {
        query: KeysQuery,
        response: { 200: Success(PublicKeys) },
        ...operation('获取多个用户的公钥', 'The public keys of several users', []),
      },
    )
    .get('/keys', ({ me, query, request }) => answers.success(request, ownKeys(world, me, query)), {
      query: VaultQuery,
      response: { 200: Success(OwnKeys) },
      ...operation('获取自己的密钥对', 'Your own key pair', ['noKey']),
    })
    .post(
      '/keys',
      async ({ me, body, request }) =>
        answers.success(request, await storeKeys(world, me, body), 'keysUpdated'),
      {
        ...json(KeyPair),
        response: { 200: Success(KeysStored) },
        ...operation('更新密钥对', 'Store your key pair', [
          'undecryptable',
          'staleKey',
          'wrongPassword',
          'tooManyRequests',
        ]),
      },
    );
