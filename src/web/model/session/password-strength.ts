// How good a new password is, judged here, for only a derived key leaves the device: by zxcvbn (Wheeler,
// USENIX Security 2016) with the lists of @zxcvbn-ts, which are loaded when somebody chooses one.

export type PasswordJudgement = 'common' | 'weak' | 'good';

/** Those that are tried first. */
const common_max = 10_000;
/** Guesses in the order of 10^8, of zxcvbn's 0 to 4. */
const score_good_min = 3;
const words_count = 4;

const loadLists = async () => (await import('@zxcvbn-ts/language-common')).dictionary;

const createJudge = async () => {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
};

const isCommon = (list: string[], password: string): boolean => {
  const first = new Set(list.slice(0, common_max));
  return first.has(password) || first.has(password.toLowerCase());
};

export const createPasswordStrength = () => {
  let judge: ReturnType<typeof createJudge> | undefined;
  return {
    /** `names` are this person's own: they make no good password. */
    async judgePassword(password: string, names: string[]): Promise<PasswordJudgement> {
      const lists = await loadLists();
      if (isCommon(lists['passwords-common'], password)) return 'common';
      judge ??= createJudge();
      const { score } = (await judge).check(password.slice(0, 128), names);
      return score >= score_good_min ? 'good' : 'weak';
    },
    /** Four words of a list of 7,776 (diceware), each as likely as any other: 51 bits. */
    async suggestPassword(): Promise<string> {
      const words = (await loadLists())['diceware-common'];
      const limit = Math.floor(2 ** 32 / words.length) * words.length;
      const pick = (): string => {
        const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
        return number < limit ? (words[number % words.length] ?? pick()) : pick();
      };
      return Array.from({ length: words_count }, pick).join(' ');
    },
  };
};
