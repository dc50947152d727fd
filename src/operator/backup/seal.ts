// A backup under a passphrase, in the age format (age-encryption.org/v1): the `age` program opens
// it too. The library is loaded only when needed: the server starts without it.
import { BackupError } from './fault';

const MAGIC = 'age-encryption.org/v1\n';
/** 64 MiB of scrypt, as much as a password here costs; age's own 256 MiB are more than a VPS has. */
const work_factor_log2 = 16;

/** Whether it is an encrypted file, by its first bytes. */
export const isSealed = async (path: string): Promise<boolean> =>
  (await Bun.file(path).slice(0, MAGIC.length).text()) === MAGIC;

/** A web stream that pulls from its source only as much as is read. */
const streamOf = (source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
};

export const seal = async function* (
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
): AsyncGenerator<Uint8Array> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(work_factor_log2);
  encrypter.setPassphrase(passphrase);
  yield* (await encrypter.encrypt(streamOf(source))) as AsyncIterable<Uint8Array>;
};

/** @throws BackupError if the passphrase is wrong */
export const unseal = async function* (
  source: AsyncIterable<Uint8Array>,
  passphrase: string | undefined,
): AsyncGenerator<Uint8Array> {
  if (passphrase === undefined) {
    throw new BackupError(
      'it is sealed: give its passphrase in CHAT8_BACKUP_PASSPHRASE or CHAT8_BACKUP_PASSPHRASE_FILE',
    );
  }
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const opened = await decrypter.decrypt(streamOf(source)).catch((error: Error) => {
    if (!/no identity matched/.test(error.message)) throw error;
    throw new BackupError('the passphrase is not the one that it was sealed with');
  });
  yield* opened as AsyncIterable<Uint8Array>;
};
