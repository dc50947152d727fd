// Downloads: of files by the two parties, with their token; of avatars by anyone who has the
// unguessable address, so that an <img> shows them.
import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { download } from '../../http/download';
import { operation, ranged } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import type { World } from '../../world';
import { avatar, fileOf } from './find';

const FileId = Type.Object({ id: Type.String() });
const immutable = 'public, max-age=31536000, immutable';

export const files = (world: World, { transferGuard, concurrency }: RouteContext) =>
  new Elysia({ prefix: '/api/v1', tags: ['files'] })
    .get(
      '/avatars/:id',
      ({ params, request }) => {
        const { path, row } = avatar(world, params.id);
        return download(request, path, row, immutable);
      },
      {
        params: FileId,
        ...ranged(operation('下载头像', 'An avatar', ['noSuchFile', 'preconditionFailed']), [
          'image/*',
        ]),
      },
    )
    .use(transferGuard)
    .get(
      '/files/:id',
      ({ me, params, request, server }) => {
        const { path, row } = fileOf(world, me, params.id);
        const answer = download(request, path, row, 'no-store');
        concurrency.holdUntilSent(request, server);
        return answer;
      },
      {
        params: FileId,
        ...ranged(
          operation('下载文件', 'A file, for its two parties', [
            'noSuchFile',
            'preconditionFailed',
          ]),
          // The type that was detected from its bytes.
          ['*/*'],
        ),
      },
    );
