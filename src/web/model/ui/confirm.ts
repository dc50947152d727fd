// A question that is asked before something that can't be undone.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';

interface Question {
  title: string;
  text: string;
  action: string;
  isDangerous: boolean;
}

export const createConfirm = () => {
  const question = signal<Question | null>(null);
  let resolve = (_: boolean) => {};
  return {
    question: readonly(question),
    /** False also if the question is closed, or another takes its place. */
    ask(asked: Question): Promise<boolean> {
      resolve(false);
      question.value = asked;
      return new Promise((answer) => {
        resolve = answer;
      });
    },
    answer(isYes: boolean): void {
      question.value = null;
      resolve(isYes);
    },
  };
};
