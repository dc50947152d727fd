// The next bytes of an upload. What came of a part that broke off counts, too: at the edge of a
// network no whole part may ever come.
import type { PartialUpload } from '../../../db/partial-uploads';
import { type PieceLock, pieceByPiece, piecesOf } from '../../../http/body/pieces';
import type { Me } from '../../../http/tokens';
import { Refusal } from '../../../protocol/errors';
import {
  file_head_bytes,
  upload_idle_ms,
  upload_part_bytes_max,
} from '../../../protocol/upload-limits';
import type { World } from '../../../world';
import { mustBeReceiver } from '../../shared/access';
import { dropUpload } from './drop';
import { typeOfUpload } from './file-type';
import { partialUploadOf, wrongOffset } from './find';
import type { Writers } from './writers';

type Deps = Pick<
  World,
  'clock' | 'ledger' | 'users' | 'friends' | 'partialUploads' | 'partialFiles'
>;

/** One request with a part; `lock` is held while one piece of its bytes is taken. */
interface Part {
  id: string;
  offset: number;
  request: Request;
  lock: PieceLock;
  /** Its sender says nothing more. */
  ended: AbortSignal | undefined;
}

const beyond = ({ received }: PartialUpload) =>
  wrongOffset('body', 'more bytes than the size that was named', received);

/** Ends where the connection broke; `broken` keeps why. @throws bodyTooLarge, invalidField */
const createSource = (
  { request, lock, ended }: Pick<Part, 'request' | 'lock' | 'ended'>,
  upload: PartialUpload,
  stopped: AbortSignal,
) => {
  const state: { broken?: Refusal } = {};
  const left = upload.size - upload.received;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let size = 0;
    try {
      if (request.body === null) return;
      const pieces = piecesOf(request.body, upload_idle_ms, { stopped, ended });
      for await (const piece of pieceByPiece(pieces, lock)) {
        size += piece.byteLength;
        if (size > upload_part_bytes_max) throw new Refusal('bodyTooLarge');
        if (size > left) throw beyond(upload);
        yield piece;
      }
    } catch (error) {
      if (!(error instanceof Refusal) || error.refusal !== 'unreadableBody') throw error;
      state.broken = error;
    }
  }
  return { bytes, state };
};

/** As soon as it can be told. @throws fileTypeUnsupported */
const refusePrograms = async (world: Deps, upload: PartialUpload, received: number) => {
  const needed = Math.min(upload.size, file_head_bytes);
  if (upload.received >= needed || received < needed) return;
  await typeOfUpload(world, upload);
};

/** @throws noSuchPath */
const write = async (
  world: Deps,
  upload: PartialUpload,
  bytes: () => AsyncIterable<Uint8Array>,
): Promise<number> => {
  const { id, received: before } = upload;
  const { ledger, partialFiles, partialUploads } = world;
  const size = await partialFiles.write(id, before, bytes());
  const received = before + (size ?? 0);
  const isCounted =
    size !== undefined &&
    (await ledger.write(({ now }) =>
      size > 0
        ? partialUploads.advance({ id, before, received, now })
        : partialUploads.byId(id) !== undefined,
    ));
  if (isCounted) return received;
  // Its bytes are lost, or its session ended meanwhile.
  await dropUpload(world, id);
  throw new Refusal('noSuchPath');
};

/**
 * @returns how many bytes are durable by now
 * @throws noSuchPath, notFriends, invalidField with the right `offset`, bodyTooLarge,
 * unreadableBody, fileTypeUnsupported (which ends the upload), cannotStore
 */
export const appendPart = (
  world: Deps,
  writers: Writers,
  me: Me,
  { id, offset, request, lock, ended }: Part,
): Promise<{ offset: number }> => {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > upload_part_bytes_max) throw new Refusal('bodyTooLarge');
  // Before it stops anything: it may be another person's.
  partialUploadOf(world, me, id);
  return writers.alone(id, async (stopped) => {
    const upload = partialUploadOf(world, me, id);
    mustBeReceiver(world, me, upload.receiver_id);
    if (stopped.aborted || offset !== upload.received) {
      throw wrongOffset('offset', 'the next byte is another one', upload.received);
    }
    if (declared > upload.size - upload.received) throw beyond(upload);
    const { bytes, state } = createSource({ request, lock, ended }, upload, stopped);
    const received = await write(world, upload, bytes);
    await refusePrograms(world, upload, received);
    if (stopped.aborted) throw wrongOffset('offset', 'a later part goes on here', received);
    if (state.broken) throw state.broken;
    return { offset: received };
  });
};
