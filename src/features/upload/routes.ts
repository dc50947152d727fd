import { Elysia } from 'elysia';
import { noBody } from '../../http/body/json';
import type { PieceLock } from '../../http/body/pieces';
import { takingItsTime } from '../../http/body/slow-body';
import { Success } from '../../http/envelope';
import { multipart, operation } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { createThrottle } from '../../platform/throttle';
import { createFairQueue } from '../../platform/turns/fair-queue';
import { createKeyedMutex } from '../../platform/turns/keyed-mutex';
import {
  avatar_queue_max,
  upload_burst_bytes,
  upload_bytes_per_s,
} from '../../protocol/upload-limits';
import type { World } from '../../world';
import { uploadAvatar } from './avatar';
import { uploadFile } from './file';
import { AvatarUploaded, FileUploaded } from './model';
import { appendPart } from './parts/append';
import { beginUpload } from './parts/begin';
import { cancelUpload } from './parts/drop';
import { offsetOf } from './parts/find';
import { finishUpload } from './parts/finish';
import { APPEND, BEGIN, CANCEL, FINISH, PROGRESS } from './parts/operations';
import { createWriters, type Writers } from './parts/writers';
import { createUnderWay, type UnderWay } from './under-way';

const PARTS = { prefix: '/api/v1/upload/parts', tags: ['upload'] };

/** One piece of a person's uploads is taken at a time, at the rate of a fast line. */
type LockOf = (me_id: number) => PieceLock;

const whole = (
  world: World,
  underWay: UnderWay,
  lockOf: LockOf,
  { transferGuard, answers, endOf }: RouteContext,
) => {
  const oneByOne = createFairQueue(1, avatar_queue_max);
  return new Elysia({ prefix: '/api/v1/upload', tags: ['upload'] })
    .use(transferGuard)
    .post(
      '/avatar',
      async ({ me, request, server, set }) => {
        world.rateLimiter.take('avatar', String(me.id));
        const uploaded = await takingItsTime({ request, server }, () =>
          uploadAvatar(world, { oneByOne, ended: endOf(request, server) }, me, request),
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
        const by = { underWay, lock: lockOf(me.id), ended: endOf(request, server) };
        const uploaded = await takingItsTime({ request, server }, () =>
          uploadFile(world, by, me, request),
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
            'tooManyRequests',
          ]),
          { file: { type: 'string', format: 'binary' }, receiver_id: { type: 'integer' } },
        ),
      },
    );
};

/** What goes on where it stopped: the small requests around the bytes. */
const aroundParts = (
  world: World,
  underWay: UnderWay,
  writers: Writers,
  { guard, answers }: RouteContext,
) =>
  new Elysia(PARTS)
    .use(guard)
    .post(
      '',
      async ({ me, body, request }) => {
        world.rateLimiter.take('upload', String(me.id));
        return answers.success(request, await beginUpload(world, underWay, me, body));
      },
      BEGIN,
    )
    .get(
      '/:id',
      ({ me, params, request }) => answers.success(request, offsetOf(world, me, params.id)),
      PROGRESS,
    )
    .delete(
      '/:id',
      async ({ me, params, request }) => {
        await cancelUpload(world, writers, me, params.id);
        return answers.done(request, 'uploadCancelled');
      },
      CANCEL,
    )
    .post(
      '/:id/done',
      async ({ me, params, request, set }) => {
        const file = await finishUpload(world, writers, me, params.id);
        set.status = 201;
        return answers.success(request, file, 'fileUploaded');
      },
      FINISH,
    );

const parts = (
  world: World,
  writers: Writers,
  lockOf: LockOf,
  { transferGuard, answers, endOf }: RouteContext,
) =>
  new Elysia(PARTS).use(transferGuard).put(
    '/:id',
    async ({ me, params, query, request, server }) => {
      world.rateLimiter.take('upload_part', String(me.id));
      const by = { lock: lockOf(me.id), ended: endOf(request, server) };
      const part = { id: params.id, offset: query.offset, request, ...by };
      const received = await takingItsTime({ request, server }, async () =>
        appendPart(world, writers, me, part),
      );
      return answers.success(request, received);
    },
    APPEND,
  );

export const upload = (world: World, context: RouteContext) => {
  const underWay = createUnderWay(world);
  const writers = createWriters();
  const mutex = createKeyedMutex();
  const throttle = createThrottle({ per_s: upload_bytes_per_s, burst: upload_burst_bytes });
  const lockOf: LockOf = (me_id) => async (bytes) => {
    context.collect(bytes);
    const release = await mutex(me_id);
    // What waits for its time is left to the runtime, which takes no more of it meanwhile.
    return () => {
      release();
      return throttle.pass(me_id, bytes);
    };
  };
  return [
    whole(world, underWay, lockOf, context),
    aroundParts(world, underWay, writers, context),
    parts(world, writers, lockOf, context),
  ];
};
