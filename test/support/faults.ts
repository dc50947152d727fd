// Why the cryptography of the client failed, as one word.
import { CryptoFault } from '../../src/web/crypto/fault';

/** The reason for which something cannot be sealed or opened; `none` where it can. */
export async function faultOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return 'none';
  } catch (fault) {
    if (!(fault instanceof CryptoFault)) throw fault;
    return fault.key_id === null ? fault.reason : `${fault.reason} ${fault.key_id}`;
  }
}
