// What went wrong, in words, with what to do.
import { CODES } from '../../protocol/codes';
import { EngineFault } from '../model/keys/engine-client';
import { ApiError } from '../model/net/api-error';
import type { Toast } from '../model/ui/toast';
import type { Format } from './format';
import type { FirstTranslation, Languages } from './language';

type Meaning = keyof FirstTranslation['errors']['reasons'];

interface Details {
  retry_after_s?: number;
  fields?: { path: string }[];
}

/** What this client finds out by itself. */
const OWN_CODES: Record<string, Meaning> = {
  NETWORK: 'network',
  ANSWER_MALFORMED: 'answerMalformed',
  NOT_THE_ANSWER: 'answerMalformed',
  FOREIGN: 'foreign',
  BLOCKED: 'blocked',
  KEY_CHANGED: 'keyChanged',
  KEY_GONE: 'keyGone',
  NEVER_PLAIN: 'neverPlain',
  COMPARED_OTHER: 'comparedOther',
  NEEDS_PASSWORD: 'needsPassword',
  LINK_REPEATED: 'linkRepeated',
  OTHER_BUILD: 'otherBuild',
};

const ENGINE_REASONS: Record<string, Meaning> = {
  kdf_refused: 'kdfRefused',
  locked: 'locked',
  missing_vault: 'missingVault',
  too_long: 'tooLong',
  tampered: 'damaged',
  malformed: 'damaged',
};

const REFUSALS = new Map<string, string>(
  Object.entries(CODES).map(([meaning, { code }]) => [code, meaning]),
);

/** The name under which an error is explained; `other` if there is none. */
export const meaningOf = (error: unknown): string => {
  if (error instanceof EngineFault) return ENGINE_REASONS[error.reason] ?? 'other';
  if (!(error instanceof ApiError)) return 'other';
  return OWN_CODES[error.code] ?? REFUSALS.get(error.code) ?? 'other';
};

/** A list of the system's, or a question of the browser's, was closed without an answer, or by a no. */
const isChangeOfMind = (error: unknown): boolean =>
  error instanceof DOMException && ['AbortError', 'NotAllowedError'].includes(error.name);

export const createExplain = ({ t }: Pick<Languages, 't'>, { span }: Format, toast: Toast) => {
  const explain = (error: unknown): string => {
    const { errors, form } = t.value;
    if (error instanceof ApiError) {
      const { retry_after_s, fields } = error.details as Details;
      if (retry_after_s) return errors.tryAgainIn(span(retry_after_s * 1_000));
      const invalid: Record<string, string> = form.invalid;
      const known = fields?.map(({ path }) => invalid[path]).find((text) => text);
      if (known) return known;
    }
    const reasons: Record<string, string> = errors.reasons;
    return reasons[meaningOf(error)] ?? errors.reasons.other;
  };
  return {
    explain,
    /** Runs what a button does; a failure is said, but not that somebody thought better of it. */
    attempt(act: () => Promise<unknown>): void {
      act().catch((error) => {
        if (!isChangeOfMind(error)) toast.show(explain(error), true);
      });
    },
  };
};
