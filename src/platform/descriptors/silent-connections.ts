// Ends connections that were accepted and to which nothing was ever said, for they ask nothing. The
// runtime shows no connection before its first request and closes it only by its clock, so the system is
// asked: Linux tells what went over a connection (`struct tcp_info` in linux/tcp.h, tcp(7)).
import { dlopen, FFIType } from 'bun:ffi';

const TCP = 6;
const TCP_INFO = 11;
const ESTABLISHED = 1;
const SHUT_RDWR = 2;
const info_bytes = 256;
const told_bytes_min = 136;
const address_bytes = 128;
/** The first that is no standard stream. */
const first_descriptor = 3;
/** A whole request may be slower than its first byte. */
const unsaid_ms = 1_000;
const unfinished_ms = 10_000;

const { i32, ptr } = FFIType;
const CALLS = {
  getsockname: { args: [i32, ptr, ptr], returns: i32 },
  getsockopt: { args: [i32, i32, i32, ptr, ptr], returns: i32 },
  shutdown: { args: [i32, i32], returns: i32 },
} as const;

/** Of glibc and musl, by processor; undefined on other systems. */
const openSystem = () => {
  const musl = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  for (const name of ['libc.so.6', `libc.musl-${musl}.so.1`]) {
    try {
      return process.platform === 'linux' ? dlopen(name, CALLS).symbols : undefined;
    } catch {
      // The next one, or none.
    }
  }
  return undefined;
};

export const createSilentConnections = () => {
  /** Opened when it is needed for the first time. */
  let system: ReturnType<typeof openSystem>;
  let ended_at = Number.NEGATIVE_INFINITY;
  const info = new Uint8Array(info_bytes);
  const at = new DataView(info.buffer);
  const address = new Uint8Array(address_bytes);
  const length = new Uint32Array(1);

  const isAt = (descriptor: number, port: number): boolean => {
    length[0] = address.byteLength;
    if (system?.getsockname(descriptor, address, length) !== 0) return false;
    return new DataView(address.buffer).getUint16(2) === port;
  };
  /** By `tcpi_last_data_recv`, `tcpi_bytes_acked`, where 1 means none, and `tcpi_bytes_received`. */
  const isSilent = (descriptor: number): boolean => {
    length[0] = info_bytes;
    if (system?.getsockopt(descriptor, TCP, TCP_INFO, info, length) !== 0) return false;
    // An old system tells less.
    if (length[0] < told_bytes_min || at.getUint8(0) !== ESTABLISHED) return false;
    const [quiet_ms, acknowledged] = [at.getUint32(52, true), at.getBigUint64(120, true)];
    const hasSpoken = at.getBigUint64(128, true) > 0n;
    return acknowledged <= 1n && quiet_ms > (hasSpoken ? unfinished_ms : unsaid_ms);
  };

  return {
    /**
     * Those at that port, of descriptors below `count`: their ends are heard as if they had gone. To
     * ask about 10,000 takes 10 ms, so at most once a second.
     */
    end(port: number, count: number): void {
      if (performance.now() - ended_at < unsaid_ms) return;
      ended_at = performance.now();
      system ??= openSystem();
      if (system === undefined) return;
      for (let each = first_descriptor; each < count; each += 1) {
        if (isAt(each, port) && isSilent(each)) system.shutdown(each, SHUT_RDWR);
      }
    },
  };
};
