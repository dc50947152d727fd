// The text of the message that a call leaves, for clients that know no `call`.
import type { CallKind, CallOutcome } from '../../protocol/objects';
import type { Language } from '../../protocol/successes';

const two = (value: number) => String(value).padStart(2, '0');

/** 3:25, or 1:02:03. */
const spoken = (duration_s: number): string => {
  const [hours, minutes, seconds] = [
    Math.floor(duration_s / 3_600),
    Math.floor(duration_s / 60) % 60,
    duration_s % 60,
  ];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
};

const KINDS = {
  zh: { voice: '语音通话', video: '视频通话' },
  en: { voice: 'voice call', video: 'video call' },
} as const satisfies Record<Language, Record<CallKind, string>>;

type Words = Record<CallOutcome, (kind: string, time: string) => string>;

const WORDS: Record<Language, Words> = {
  zh: {
    answered: (kind, time) => `${kind}，时长 ${time}`,
    missed: (kind) => `未接${kind}`,
    cancelled: (kind) => `已取消的${kind}`,
    busy: (kind) => `未接${kind}（忙线中）`,
    rejected: (kind) => `已拒绝的${kind}`,
    failed: (kind) => `${kind}未接通`,
  },
  en: {
    answered: (kind, time) => `A ${kind}, ${time}`,
    missed: (kind) => `Missed ${kind}`,
    cancelled: (kind) => `Cancelled ${kind}`,
    busy: (kind) => `Missed ${kind} (busy)`,
    rejected: (kind) => `Declined ${kind}`,
    failed: (kind) => `Failed ${kind}`,
  },
};

export const callWords = (
  lang: Language,
  { kind, outcome, duration_s }: { kind: CallKind; outcome: CallOutcome; duration_s: number },
): string => WORDS[lang][outcome](KINDS[lang][kind], spoken(duration_s));
