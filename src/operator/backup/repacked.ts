// A backup that somebody compressed or packed again, recognized by its first bytes. It must be
// unpacked first, and the error says how.
import { BackupError } from './fault';

interface Packing {
  name: string;
  /** Its first bytes, in hexadecimal. */
  magic: string;
  unpack: string;
}

const PACKINGS: Packing[] = [
  { name: 'gzip', magic: '1f8b', unpack: 'gunzip' },
  { name: 'zip', magic: '504b0304', unpack: 'unzip' },
  { name: 'zip', magic: '504b0506', unpack: 'unzip' },
  { name: 'xz', magic: 'fd377a585a00', unpack: 'unxz' },
  { name: 'zstd', magic: '28b52ffd', unpack: 'unzstd' },
  { name: 'bzip2', magic: '425a68', unpack: 'bunzip2' },
  { name: 'lz4', magic: '04224d18', unpack: 'unlz4' },
  { name: 'lzip', magic: '4c5a4950', unpack: 'lzip -d' },
  { name: 'compress', magic: '1f9d', unpack: 'uncompress' },
  { name: '7z', magic: '377abcaf271c', unpack: '7z x' },
  { name: 'rar', magic: '526172211a07', unpack: 'unrar x' },
];

const TEXTS: [start: string, what: string][] = [
  [
    '-----BEGIN AGE ENCRYPTED',
    'sealed as text (age --armor): turn it into bytes first, with age -d',
  ],
  ['-----BEGIN PGP', 'encrypted with PGP: decrypt it first, with gpg -d'],
  ['SQLite format 3', 'a database alone: a backup is the very file that chat8 backup wrote'],
];

/** @throws BackupError if the file begins as one that has a backup inside, not as a backup */
export const mustNotBePacked = (head: Uint8Array): void => {
  const start = Buffer.from(head.subarray(0, 32));
  const packing = PACKINGS.find(({ magic }) => start.toString('hex').startsWith(magic));
  if (packing) {
    throw new BackupError(
      `it is packed with ${packing.name}: unpack it first (${packing.unpack}), for a backup is ` +
        'the very file that chat8 backup wrote',
    );
  }
  const text = TEXTS.find(([begin]) => start.toString('latin1').startsWith(begin));
  if (text) throw new BackupError(`it is ${text[1]}`);
};

const usesTar = 'unpack it first (tar -xf)';

/** @throws BackupError for an entry of a tar that has no place in a backup */
export const refuseEntry = (name: string, type: string): never => {
  if (/\.(tar|age)(\.\w+)?$/.test(name)) {
    throw new BackupError(`it is a tar with another archive in it: ${usesTar}`);
  }
  const isOurs = /(^|\/)(chat8\.db|audit\.log|manifest\.json|files|avatars)(\/|$)/.test(name);
  if (isOurs || type === 'directory') {
    throw new BackupError(
      'it was unpacked and packed again: a backup is the very file that chat8 backup wrote',
    );
  }
  throw new BackupError('it holds what no backup holds');
};
