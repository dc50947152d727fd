import { Elysia } from 'elysia';
import { json, noBody } from '../../http/body';
import { Done, Success } from '../../http/envelope';
import { operation } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import type { World } from '../../world';
import { invite, listInvites, revokeInvite } from './invites';
import { Invite, InviteCode, InviteDraft, Invites } from './model';

export const invites = (world: World, { guard, answers }: RouteContext) =>
  new Elysia({ prefix: '/api/v1/invites', tags: ['invites'] })
    .use(guard)
    .post(
      '',
      async ({ me, body, request }) =>
        answers.success(request, await invite(world, me, body), 'inviteMade'),
      {
        ...json(InviteDraft),
        response: { 200: Success(Invite) },
        ...operation('创建邀请', 'Invite someone', ['tooManyRequests']),
      },
    )
    .get('', ({ me, request }) => answers.success(request, listInvites(world, me)), {
      response: { 200: Success(Invites) },
      ...operation('获取邀请列表', 'Your invitations', []),
    })
    .delete(
      '/:code',
      async ({ me, params, request }) => {
        await revokeInvite(world, me, params.code);
        return answers.done(request, 'inviteRevoked');
      },
      {
        parse: noBody,
        params: InviteCode,
        response: { 200: Done },
        ...operation('撤销邀请', 'Revoke one of your invitations', ['noSuchPath']),
      },
    );
