// Proves that the database takes writes, by one.
import { write_proof_bytes } from '../protocol/limits';
import type { Ledger } from './ledger/ledger';
import type { Meta } from './meta';

interface Deps {
  ledger: Pick<Ledger, 'write' | 'counts'>;
  meta: Pick<Meta, 'put'>;
}

/**
 * Resolves if it does. On a full disk the smallest write may still find room in the write-ahead log
 * when no message does: after a write that failed, only one as large as a message proves anything.
 */
export const createWriteProof = ({ ledger, meta }: Deps) => {
  let failed_before = 0;
  const put = (bytes: number) =>
    ledger.write(({ now }) => meta.put('written_at', String(now).padEnd(bytes)));
  return async (): Promise<void> => {
    const { failed } = ledger.counts();
    if (failed !== failed_before) await put(write_proof_bytes);
    await put(0);
    failed_before = failed;
  };
};
