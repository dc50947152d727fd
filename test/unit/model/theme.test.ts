// How it looks on this device: chosen once, there after a reload, and never nonsense.
import { expect, test } from 'bun:test';
import { createLocalStore } from '../../../src/web/model/store/local-store';
import { createTheme } from '../../../src/web/model/ui/theme';
import { fakeTexts } from '../../support/fake-parts';

test('what was chosen is there after a reload, and what nobody knows is as it was at first', () => {
  const texts = fakeTexts();
  const open = () => createTheme(createLocalStore(texts));
  const first = {
    scheme: 'system',
    text: 'normal',
    density: 'airy',
    accent: 'bronze',
    ground: 'plain',
  };
  expect(open().look.value).toEqual(first as never);
  const theme = open();
  theme.choose('text', 'larger');
  theme.choose('accent', 'blue');
  // As an earlier build stored it.
  texts.setItem('scheme', 'dark');
  texts.setItem('look ground', 'a photograph');
  expect(open().look.value).toEqual({
    ...first,
    text: 'larger',
    accent: 'blue',
    scheme: 'dark',
  } as never);
});
