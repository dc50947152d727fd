// Chinese typography wants a space between Chinese words and letters or digits, and none between two
// Chinese words: whether one belongs beside a name or a time is known when that is there.

const ends_chinese = /[\p{Script=Han}\u3000-\u303f\uff00-\uff60]\p{Cf}*$/u;
const begins_chinese = /^\p{Cf}*[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u;

/** A template whose spaces around a value stand only if the value is not Chinese on that side. */
export const spaced = (
  words: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string =>
  words.reduce((before, after, at) => {
    const value = String(values[at - 1] ?? '');
    const isBound = before.endsWith(' ') && begins_chinese.test(value);
    const isFree = after.startsWith(' ') && ends_chinese.test(value);
    return (isBound ? before.slice(0, -1) : before) + value + (isFree ? after.slice(1) : after);
  });
