import { Elysia } from 'elysia';
import { json } from '../../http/body/json';
import { Done, Success } from '../../http/envelope';
import { bytes, operation, writtenOut } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { Privacy } from '../../protocol/objects';
import type { World } from '../../world';
import { deleteOwnAccount } from './delete';
import { exported } from './export';
import {
  DeleteAccount,
  PasswordChange,
  PrivacyChange,
  Profile,
  ProfileChange,
  Self,
  StatusChange,
  Storage,
} from './model';
import { changePassword } from './password';
import { changePrivacy } from './privacy';
import { changeProfile, profile } from './profile';
import { changeStatus } from './status';

const PATH = { prefix: '/api/v1/user', tags: ['user'] };

/** What others see of a person. */
const self = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .get('/profile', ({ me, request }) => answers.success(request, profile(world, me)), {
      response: { 200: Success(Profile) },
      ...writtenOut(operation('获取当前用户信息', 'Your profile', [])),
    })
    .put(
      '/profile',
      async ({ me, body, request }) =>
        answers.success(request, await changeProfile(world, me, body), 'profileUpdated'),
      {
        ...json(ProfileChange),
        response: { 200: Success(Self) },
        ...operation('更新用户资料', 'Change your profile', [
          'usernameTaken',
          'emailTaken',
          'tooManyRequests',
        ]),
      },
    )
    .put(
      '/privacy',
      async ({ me, body, request }) =>
        answers.success(request, await changePrivacy(world, me, body), 'privacyChanged'),
      {
        ...json(PrivacyChange),
        response: { 200: Success(Privacy) },
        ...operation('更改隐私设置', 'What you let others know', ['tooManyRequests']),
      },
    )
    .put(
      '/status',
      async ({ me, body, request }) =>
        answers.success(request, await changeStatus(world, me, body.status), 'statusUpdated'),
      {
        ...json(StatusChange),
        response: { 200: Success(StatusChange) },
        ...operation('更新用户状态', 'Choose your status', ['tooManyRequests']),
      },
    );

/** The whole account. */
const account = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .get(
      '/storage',
      ({ me, request }) =>
        answers.success(request, {
          used: world.storage.usedBy(me.id),
          quota: world.config.user_quota_bytes,
          ...world.storage.of(me.id),
        }),
      {
        response: { 200: Success(Storage) },
        ...operation('获取存储用量', 'The space that your files, messages and keys take', []),
      },
    )
    .put(
      '/password',
      async ({ me, body, request }) => {
        await changePassword(world, me, body);
        return answers.done(request, 'passwordChanged');
      },
      {
        ...json(PasswordChange),
        response: { 200: Done },
        ...operation('修改密码', 'Change your password', [
          'wrongPassword',
          'tooManyRequests',
          'undecryptable',
          'staleKey',
        ]),
      },
    )
    .delete(
      '',
      async ({ me, body, request }) => {
        await deleteOwnAccount(world, me, body);
        return answers.done(request, 'accountDeleted');
      },
      {
        ...json(DeleteAccount),
        response: { 200: Done },
        ...operation('删除账号', 'Erase your account', ['wrongPassword', 'tooManyRequests']),
      },
    );

/** All of it to take along. */
const takingAlong = (world: World, { transferGuard, concurrency }: RouteContext) =>
  new Elysia(PATH)
    .use(transferGuard)
    .get('/export', ({ me, request }) => exported(world, me, () => concurrency.hold(request)), {
      ...bytes(
        operation('导出账号数据', 'All of your account: a ZIP of JSON and files', [
          'tooManyRequests',
        ]),
        ['application/zip'],
      ),
    });

export const user = (world: World, routeContext: RouteContext) => [
  self(world, routeContext),
  account(world, routeContext),
  takingAlong(world, routeContext),
];
