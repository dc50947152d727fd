// The pages of an export, in the language of the reader.
import { tagOf } from '../../i18n/language';
import type { Rendering } from '../../model/exports/record';
import type { Client } from '../ui/use-app';
import { LOOK } from './look';
import { documentOf, escaped } from './markup';
import { personName } from './names';
import { overviewBody } from './overview';
import { pageBody } from './page';

export const createRendering = (app: Client): Rendering => {
  const lang = tagOf(app.language.value);
  const { exports } = app.t.value;
  return {
    nameOf: (person) => personName(app, person),
    page: (page) =>
      documentOf({ lang, title: personName(app, page.friend), body: pageBody(app, page) }, LOOK),
    index: (all) => documentOf({ lang, title: exports.title, body: overviewBody(app, all) }, LOOK),
    note: (number) =>
      documentOf(
        {
          lang,
          title: exports.partTitle(number),
          body: `<h1>${escaped(exports.partTitle(number))}</h1>\n<p>${escaped(exports.partText)}</p>`,
        },
        LOOK,
      ),
  };
};
