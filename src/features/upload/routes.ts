import { Elysia } from 'elysia';
import { noBody } from '../../http/body/json';
import { takingItsTime } from '../../http/body/slow-body';
import { Success } from '../../http/envelope';
import { multipart, operation } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { createFairQueue } from '../../platform/fair-queue';
import { avatar_queue_max } from '../../protocol/limits';
import type { World } from '../../world';
import { uploadAvatar } from './avatar';
import { uploadFile } from './file';
import { AvatarUploaded, FileUploaded } from './model';
import { createUnderWay } from './under-way';

export const upload = (world: World, { transferGuard, answers }: RouteContext) => {
  const underWay = createUnderWay(world);
  const oneByOne = createFairQueue(1, avatar_queue_max);
  return new Elysia({ prefix: '/api/v1/upload', tags: ['upload'] })
    .use(transferGuard)
    .post(
      '/avatar',
      async ({ me, request, server, set }) => {
        world.rateLimiter.take('avatar', String(me.id));
        const uploaded = await takingItsTime({ request, server }, () =>
          uploadAvatar(world, me, request, oneByOne),
        );
        set.status = 201;
        return answers.success(request, uploaded, 'avatarUploaded');
      },
      {
        parse: noBody,
        response: { 201: Success(AvatarUploaded) },
        ...multipart(
          operation('上传头像', 'Upload your avatar', [
            'fileTypeUnsupported',
            'fileTooLarge',
            'tooManyRequests',
          ]),
          { file: { type: 'string', format: 'binary' } },
        ),
      },
    )
    .post(
      '/file',
      async ({ me, request, server, set }) => {
        world.rateLimiter.take('upload', String(me.id));
        const uploaded = await takingItsTime({ request, server }, () =>
          uploadFile(world, underWay, me, request),
        );
        set.status = 201;
        return answers.success(request, uploaded, 'fileUploaded');
      },
      {
        parse: noBody,
        response: { 201: Success(FileUploaded) },
        ...multipart(
          operation('上传文件', 'Upload a file for a friend', [
            'fileTypeUnsupported',
            'fileTooLarge',
            'quotaReached',
            'noSuchUser',
            'notFriends',
            'yourself',
            'tooManyRequests',
          ]),
          { file: { type: 'string', format: 'binary' }, receiver_id: { type: 'integer' } },
        ),
      },
    );
};
