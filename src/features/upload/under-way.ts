// Uploads under way count before they are kept: together they could else pass the quota many times.
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';

type Deps = Pick<World, 'config' | 'storage' | 'partialUploads'>;

export const createUnderWay = ({ config, storage, partialUploads }: Deps) => {
  const people = new Map<number, number>();
  const bytesOf = (me_id: number) => people.get(me_id) ?? 0;
  const add = (me_id: number, bytes: number) => {
    const sum = bytesOf(me_id) + bytes;
    if (sum > 0) people.set(me_id, sum);
    else people.delete(me_id);
  };
  /** What of the quota neither lies on the disk nor is on its way there. */
  const leftOf = (me_id: number): number =>
    Math.max(
      0,
      config.user_quota_bytes -
        storage.usedBy(me_id) -
        partialUploads.ofUser(me_id).bytes -
        bytesOf(me_id),
    );

  return {
    leftOf,
    begin(me_id: number) {
      let bytes = 0;
      return {
        /** @throws quotaReached */
        take(more: number): void {
          if (more > leftOf(me_id)) throw new Refusal('quotaReached');
          bytes += more;
          add(me_id, more);
        },
        end(): void {
          add(me_id, -bytes);
          bytes = 0;
        },
      };
    },
  };
};

export type UnderWay = ReturnType<typeof createUnderWay>;
