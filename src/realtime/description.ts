// The frames of both directions, as /docs lists them.
import type { Frames } from './incoming';
import { EVENTS } from './schemas';

export const describeFrames = (frames: Frames) => [
  ...Object.entries(EVENTS).map(([name, { zh, en, data }]) => ({
    name,
    zh,
    en,
    data,
    from: 'server' as const,
  })),
  { name: 'ping', zh: '心跳检测', en: 'Heartbeat', data: {}, from: 'client' as const },
  ...Object.entries(frames).map(([name, { zh, en, data }]) => ({
    name,
    zh,
    en,
    data,
    from: 'client' as const,
  })),
];
