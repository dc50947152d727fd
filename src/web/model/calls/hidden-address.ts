// "Hide my address": of a description and of candidates (RFC 8839) only what names the relay goes to the
// other one. Browsers gather nothing else then; this holds if one of them doesn't keep to it.

const typeOf = (candidate: string): string => / typ (\w+)/.exec(candidate)?.[1] ?? '';

/** The relay's own: `host`, `srflx` and `prflx` are this device's. */
const isRelayed = (candidate: string): boolean => typeOf(candidate) === 'relay';

/** Of a relayed candidate: from which address it was asked for. */
const withoutOrigin = (candidate: string): string =>
  candidate
    .replace(/ raddr \S+/, ' raddr 0.0.0.0')
    .replace(/ rport \d+/, ' rport 0')
    .replace(/ (?:network-id|network-cost) \d+/g, '');

const hiddenLine = (line: string): string[] => {
  if (line.startsWith('a=candidate:')) return isRelayed(line) ? [withoutOrigin(line)] : [];
  if (line.startsWith('a=remote-candidates:')) return [];
  // RFC 8866, 5.2 and 5.7; RFC 3605: an address each, which nobody uses beside candidates.
  return [line.replace(/^((?:o=.*|c=|a=rtcp:\d+) ?IN) IP[46] \S+/, '$1 IP4 0.0.0.0')];
};

export const withoutAddresses = (sdp: string): string =>
  sdp.split('\r\n').flatMap(hiddenLine).join('\r\n');

/** Null if it names this device. */
export const hiddenCandidate = (candidate: RTCIceCandidateInit): RTCIceCandidateInit | null => {
  const { candidate: text = '' } = candidate;
  return isRelayed(text) ? { ...candidate, candidate: withoutOrigin(text) } : null;
};
