import { Elysia } from 'elysia';
import { json, noBody } from '../../http/body/json';
import { Done, Success } from '../../http/envelope';
import { operation } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import type { World } from '../../world';
import { acceptInvite, proveLink } from './accept';
import { invite } from './create';
import { listInvites } from './list';
import { Invite, InviteCode, InviteDraft, Invites, LinkProof } from './model';
import { revokeInvite } from './revoke';

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
    .post(
      '/:code/accept',
      async ({ me, params, request }) => {
        await acceptInvite(world, me, params.code);
        return answers.done(request, 'inviteAccepted');
      },
      {
        parse: noBody,
        params: InviteCode,
        response: { 200: Done },
        ...operation('接受邀请', 'Become a friend of who made an invitation', [
          'registrationClosed',
          'yourself',
          'alreadyRequested',
          'tooManyRequests',
        ]),
      },
    )
    .post(
      '/:code/proof',
      async ({ me, params, body, request }) => {
        await proveLink(world, me, params.code, body);
        return answers.done(request, 'proofGiven');
      },
      {
        ...json(LinkProof),
        params: InviteCode,
        response: { 200: Done },
        ...operation('提交邀请的证明', 'Prove your key to the other one of an invitation', [
          'noSuchPath',
          'staleKey',
        ]),
      },
    )
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
