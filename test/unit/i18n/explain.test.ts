// What a press that failed says, and what it leaves unsaid.
import { expect, test } from 'bun:test';
import { signal } from '@preact/signals';
import { en } from '../../../src/web/i18n/en/en';
import { createExplain } from '../../../src/web/i18n/explain';
import { createFormat } from '../../../src/web/i18n/format';
import { createToast } from '../../../src/web/model/ui/toast';
import { copyText } from '../../../src/web/view/ui/pass-file';
import { fakeClock, settle } from '../../support/fake-parts';

const start = () => {
  const toast = createToast(fakeClock());
  const languages = { language: signal('en' as const), locale: signal('en'), t: signal(en) };
  return { toast, ...createExplain(languages, createFormat(languages, signal('')), toast) };
};

test('a press that failed says so whatever failed, unless the person thought better of it', async () => {
  const { attempt, toast } = start();
  const said = async (error: unknown) => {
    toast.dismiss();
    attempt(() => Promise.reject(error));
    await settle();
    return toast.current.value?.text;
  };
  expect(await said(new TypeError('not a function'))).toBe(en.errors.reasons.other);
  // As a picture that can't be copied because it is broken.
  expect(await said(new DOMException('', 'InvalidStateError'))).toBe(en.errors.reasons.other);
  expect(await said(new DOMException('', 'AbortError'))).toBeUndefined();
  expect(await said(new DOMException('', 'NotAllowedError'))).toBeUndefined();
});

test('what is copied is said, and that the browser refused it, too', async () => {
  const { toast } = start();
  const copied: string[] = [];
  let isAllowed = true;
  const clipboard = {
    async writeText(text: string) {
      if (!isAllowed) throw new DOMException('', 'NotAllowedError');
      copied.push(text);
    },
  };
  using _ = Object.assign(navigator, {
    clipboard,
    [Symbol.dispose]: () => void Reflect.deleteProperty(navigator, 'clipboard'),
  });
  const copy = () => copyText({ t: signal(en), toast }, 'the code');
  expect([await copy(), toast.current.value?.text, copied]).toEqual([
    true,
    en.ui.copied,
    ['the code'],
  ]);
  isAllowed = false;
  expect([await copy(), toast.current.value]).toMatchObject([
    false,
    { text: en.ui.notCopied, isError: true },
  ]);
});

test('one of a thing is not several', () => {
  expect(en.composer.tooLong(1)).toStartWith('Too long by 1 byte.');
  expect(en.composer.tooLong(2)).toStartWith('Too long by 2 bytes.');
});
