// The language of the screens.
import { expect, test } from 'bun:test';
import { createLanguage } from '../../../src/web/i18n/language';
import { createLocalStore } from '../../../src/web/model/store/local-store';
import { fakeTexts } from '../../support/fake-parts';

test('of two languages the one that was chosen last is spoken, whichever comes last', async () => {
  const languages = createLanguage(createLocalStore(fakeTexts()), 'en');
  await languages.loadWhole();
  // Its texts are fetched, those of the other one are here.
  const late = languages.chooseWhole('zh');
  await languages.chooseWhole('en');
  await late;
  expect(languages.language.value).toBe('en');
  await languages.chooseWhole('zh');
  expect(languages.language.value).toBe('zh');
});
