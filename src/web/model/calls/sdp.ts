// What one asks of the other's voice: repair of lost packets, and silence that costs nothing (Opus in
// RTP, RFC 7587, 6.1).
import { withoutAddresses } from './hidden-address';
import type { Description } from './platform';

const WANTED = { useinbandfec: '1', usedtx: '1' };

/** `formats`: what stands after the payload type, as `minptime=10;useinbandfec=1`. */
const withWanted = (type: string, formats: string): string => {
  const others = formats
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !Object.hasOwn(WANTED, each.split('=')[0] ?? ''));
  const wanted = Object.entries(WANTED).map(([name, value]) => `${name}=${value}`);
  return `a=fmtp:${type} ${[...others, ...wanted].join(';')}`;
};

/** Of a description that goes to the other one. */
export const withOpus = (sdp: string): string => {
  const lines = sdp.split('\r\n');
  const types = lines.flatMap((line) => /^a=rtpmap:(\d+) opus\/48000/i.exec(line)?.[1] ?? []);
  const formatOf = (type: string) => lines.find((line) => line.startsWith(`a=fmtp:${type} `));
  return lines
    .flatMap((line) => {
      const [, name, type = '', rest = ''] = /^a=(fmtp|rtpmap):(\d+) (.*)$/.exec(line) ?? [];
      if (!types.includes(type)) return [line];
      if (name === 'fmtp') return [withWanted(type, rest)];
      return formatOf(type) === undefined ? [line, withWanted(type, '')] : [line];
    })
    .join('\r\n');
};

export const forOther = ({ type, sdp }: Description, isHidden: boolean): Description => ({
  type,
  sdp: withOpus(isHidden ? withoutAddresses(sdp) : sdp),
});
